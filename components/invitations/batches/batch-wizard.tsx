"use client";
import { useState } from "react";
import { BatchForm } from "@/components/invitations/batches/batch-form";
import { BatchHistory } from "@/components/invitations/batches/batch-history";
import { BatchProgress } from "@/components/invitations/batches/batch-progress";
import { BatchReview } from "@/components/invitations/batches/batch-review";
import type { RoleChoice } from "@/components/members/use-role-name";
import type { BatchDto, BatchInput, BatchPage, BatchPreview } from "@/lib/access/invitations/batches/schema";

type Props = {
  /** Those that the person on screen may give. */
  roles: readonly RoleChoice[];
  /** A list that is being sent, whoever started it: there is one at a time. */
  running: BatchDto | null;
  earlier: BatchPage;
};

/** Many people from one list: write or choose it, see what would happen to each row, send, watch. */
export function BatchWizard({ roles, running, earlier }: Props) {
  const [wish, setWish] = useState<BatchInput>();
  const [preview, setPreview] = useState<BatchPreview>();
  const [batch, setBatch] = useState<BatchDto | undefined>(running ?? undefined);
  const startOver = () => {
    setBatch(undefined);
    setPreview(undefined);
    setWish(undefined);
  };
  if (batch) return <BatchProgress first={batch} roles={roles} onAgain={startOver} />;
  if (wish && preview) {
    return (
      <BatchReview
        wish={wish}
        preview={preview}
        roles={roles}
        onBack={() => setPreview(undefined)}
        onStarted={setBatch}
      />
    );
  }
  return (
    <>
      <BatchForm
        roles={roles}
        wish={wish}
        onPreview={(next, found) => {
          setWish(next);
          setPreview(found);
        }}
      />
      <BatchHistory first={earlier} />
    </>
  );
}
