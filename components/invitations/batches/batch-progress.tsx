"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { BatchTable } from "@/components/invitations/batches/batch-table";
import { batchList, batchProgress, cancelBatch } from "@/components/invitations/batches/queries";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Meter } from "@/components/ui/feedback/meter";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { BatchDto } from "@/lib/access/invitations/batches/schema";

type Props = { first: BatchDto; roles: readonly RoleChoice[]; onAgain: () => void };

/** How far the worker is, and what became of each row. The list goes on when the page is closed. */
export function BatchProgress({ first, roles, onAgain }: Props) {
  const t = useTranslations("invitations.batch");
  const client = useQueryClient();
  const [isStopping, setIsStopping] = useState(false);
  const batch = useQuery(batchProgress(first));
  const { status, total, handled, invited, rows, id } = batch.data;
  const isDone = status === "done";
  return (
    <div className="grid gap-4">
      <p role="status" className="text-fg-muted">
        {isDone ? t("done", { invited, total }) : t("running")}
      </p>
      {isDone ? null : <Meter label={t("handled")} used={handled} limit={total} />}
      {batch.error ? <ErrorState error={batch.error} onRetry={() => void batch.refetch()} /> : null}
      <BatchTable rows={rows.map((row) => ({ ...row, outcome: row.result }))} roles={roles} />
      <div className="flex flex-wrap gap-2">
        <ButtonLink href="/members/invitations" variant="primary">
          {t("toInvitations")}
        </ButtonLink>
        {isDone ? (
          <>
            <ButtonLink external href={`/api/v1/invitation-batches/${id}/results`} download>
              <Download aria-hidden="true" className="size-4" />
              {t("download")}
            </ButtonLink>
            <Button variant="ghost" onClick={onAgain}>
              {t("again")}
            </Button>
          </>
        ) : (
          <Button variant="ghost" onClick={() => setIsStopping(true)}>
            {t("stop.open")}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={isStopping}
        onOpenChange={setIsStopping}
        title={t("stop.title")}
        description={t("stop.description")}
        confirmLabel={t("stop.confirm")}
        onConfirm={async () => {
          await cancelBatch(id);
          toast.success(t("stop.done"));
          await client.invalidateQueries({ queryKey: batchList.key });
        }}
      />
    </div>
  );
}
