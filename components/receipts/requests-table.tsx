"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, FileText, Inbox, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { GrantDialog } from "@/components/receipts/grant-dialog";
import { answerRequest, requestList } from "@/components/receipts/queries";
import { requestColumns } from "@/components/receipts/request-columns";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { AccessRequestDto, AccessRequestPage } from "@/lib/access/receipts/schema";

const FILTERS = ["status"];
const STATES = ["pending", "granted", "dismissed"] as const;

type Props = {
  first: AccessRequestPage;
  /** Keys of the permissions that each role allows, so that fitting roles come first. */
  roles: readonly (RoleChoice & { permissions: readonly string[] })[];
};

/** What people ask for after a refusal: give a role, for good or for a while, or dismiss it. */
export function RequestsTable({ first, roles }: Props) {
  const t = useTranslations("receipts.requests");
  const roleName = useRoleName(roles);
  const state = useTableState({ filters: FILTERS });
  const requests = useQuery({ ...requestList(state.query, first), placeholderData: keepPreviousData });
  const [granting, setGranting] = useState<AccessRequestDto>();
  const dismiss = useDismiss();
  const actionsOf = (row: AccessRequestDto) => {
    const name = row.person.name;
    const look = {
      label: t("actions.receipt"),
      icon: <FileText aria-hidden="true" />,
      href: `/decisions/${row.receipt_id}`,
    };
    if (row.status !== "pending")
      return { label: t("actions.menu", { name }), sections: [{ items: [look] }] };
    const grant = {
      label: t("actions.grant"),
      icon: <Check aria-hidden="true" />,
      onSelect: () => setGranting(row),
    };
    const refuse = {
      label: t("actions.dismiss"),
      icon: <X aria-hidden="true" />,
      onSelect: () => dismiss.mutate(row.id),
    };
    return { label: t("actions.menu", { name }), sections: [{ items: [grant, refuse] }, { items: [look] }] };
  };
  return (
    <>
      <DataTable
        label={t("label")}
        columns={requestColumns({ t, roleName })}
        {...queryRows(requests)}
        rowId={(row) => row.id}
        state={state}
        filters={[
          {
            id: "status",
            label: t("columns.status"),
            options: STATES.map((value) => ({ value, label: t(`status.${value}`) })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={Inbox}
            title={t("empty.title")}
            description={t("empty.description")}
          />
        }
        rowActions={actionsOf}
      />
      {granting ? (
        <GrantDialog request={granting} roles={roles} onClose={() => setGranting(undefined)} />
      ) : null}
    </>
  );
}

function useDismiss() {
  const t = useTranslations("receipts.requests");
  const client = useQueryClient();
  const showFailure = useFailureToast();
  return useMutation({
    mutationFn: (id: string) => answerRequest(id, { decision: "dismiss" }),
    onSuccess: () => {
      toast.success(t("dismissed"));
      return client.invalidateQueries({ queryKey: requestList.key });
    },
    onError: showFailure,
  });
}
