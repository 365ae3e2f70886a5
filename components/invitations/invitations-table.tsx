"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, MailPlus, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { invitationColumns } from "@/components/invitations/invitation-columns";
import { invitationList, resendInvitation, revokeInvitation } from "@/components/invitations/queries";
import { useCan } from "@/components/layout/shell/shell-context";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import { type InvitationDto, type InvitationPage, invitationStatus } from "@/lib/access/invitations/schema";

const FILTERS = ["status"];
const RENEWABLE = new Set<InvitationDto["status"]>(["pending", "expired", "bounced"]);

type Props = { first: InvitationPage; roles: readonly RoleChoice[] };

/** Everybody who was invited, with the answer or the time that is left. */
export function InvitationsTable({ first, roles }: Props) {
  const t = useTranslations("invitations");
  const roleName = useRoleName(roles);
  const client = useQueryClient();
  const state = useTableState({ filters: FILTERS });
  const invitations = useQuery({ ...invitationList(state.query, first), placeholderData: keepPreviousData });
  const [revoking, setRevoking] = useState<InvitationDto>();
  const mayInvite = useCan("members:invite");
  const stepUp = useStepUp();
  const resend = useResend(stepUp.run);
  const actionsOf = (row: InvitationDto) => {
    if (!mayInvite || !RENEWABLE.has(row.status)) return undefined;
    return {
      label: t("actions.menu", { email: row.email }),
      sections: [
        {
          items: [
            {
              label: t("actions.resend"),
              icon: <Send aria-hidden="true" />,
              onSelect: () => resend.mutate(row),
            },
            ...(row.status === "pending"
              ? [
                  {
                    label: t("actions.revoke"),
                    icon: <Ban aria-hidden="true" />,
                    tone: "danger" as const,
                    onSelect: () => setRevoking(row),
                  },
                ]
              : []),
          ],
        },
      ],
    };
  };
  return (
    <>
      <DataTable
        label={t("table")}
        columns={invitationColumns({ t, roleName })}
        {...queryRows(invitations)}
        rowId={(row) => row.id}
        state={state}
        searchLabel={t("search")}
        filters={[
          {
            id: "status",
            label: t("columns.status"),
            options: invitationStatus.options.map((value) => ({ value, label: t(`status.${value}`) })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={MailPlus}
            title={t("empty.title")}
            description={t("empty.description")}
          />
        }
        rowActions={actionsOf}
      />
      {revoking ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setRevoking(undefined))}
          title={t("revoke.title", { email: revoking.email })}
          description={t("revoke.description")}
          confirmLabel={t("revoke.confirm")}
          onConfirm={async () => {
            await revokeInvitation(revoking.id);
            toast.success(t("revoke.done", { email: revoking.email }));
            await client.invalidateQueries({ queryKey: invitationList.key });
          }}
        />
      ) : null}
      {stepUp.dialog}
    </>
  );
}

function useResend(run: ReturnType<typeof useStepUp>["run"]) {
  const t = useTranslations("invitations");
  const client = useQueryClient();
  const showFailure = useFailureToast();
  return useMutation({
    mutationFn: (row: InvitationDto) => run(() => resendInvitation(row.id)),
    onSuccess: (_answer, row) => {
      toast.success(t("resent", { email: row.email }));
      return client.invalidateQueries({ queryKey: invitationList.key });
    },
    onError: showFailure,
  });
}
