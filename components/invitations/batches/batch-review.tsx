"use client";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { BatchTable } from "@/components/invitations/batches/batch-table";
import { startBatch } from "@/components/invitations/batches/queries";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { useErrorText } from "@/components/ui/forms/error-text";
import type { BatchDto, BatchInput, BatchPreview } from "@/lib/access/invitations/batches/schema";

type Props = {
  wish: BatchInput;
  preview: BatchPreview;
  roles: readonly RoleChoice[];
  onBack: () => void;
  onStarted: (batch: BatchDto) => void;
};

/** What would happen to each row. Sending is the first thing that changes anything. */
export function BatchReview({ wish, preview, roles, onBack, onStarted }: Props) {
  const t = useTranslations("invitations.batch");
  const errorText = useErrorText();
  const stepUp = useStepUp();
  const send = useMutation({ mutationFn: () => stepUp.run(() => startBatch(wish)), onSuccess: onStarted });
  const { rows, valid } = preview;
  const refused = rows.length - valid;
  return (
    <div className="grid gap-4">
      <p role="status" className="text-fg-muted">
        {t("summary", { valid, refused })}
      </p>
      <BatchTable rows={rows.map((row) => ({ ...row, outcome: row.verdict }))} roles={roles} />
      {send.error ? <Alert tone="danger">{errorText.ofRequest(send.error)}</Alert> : null}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onBack}>{t("back")}</Button>
        <Button
          variant="primary"
          disabled={valid === 0}
          loading={send.isPending}
          onClick={() => send.mutate()}
        >
          {t("send", { count: valid })}
        </Button>
      </div>
      {stepUp.dialog}
    </div>
  );
}
