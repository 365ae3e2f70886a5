"use client";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bot, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { lazy, useState } from "react";
import { useCan } from "@/components/layout/shell/shell-context";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { AccountAskDialog } from "@/components/service-accounts/account-ask-dialog";
import { accountColumns } from "@/components/service-accounts/account-columns";
import { AccountFormDialog } from "@/components/service-accounts/account-form-dialog";
import { type AccountAction, accountMenu } from "@/components/service-accounts/account-menu";
import { serviceAccountList } from "@/components/service-accounts/queries";
import { Button } from "@/components/ui/actions/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import { useUrlDialog } from "@/components/ui/use-url-state";
import type { ServiceAccountDto } from "@/lib/access/service-accounts/schema";

const CreateKeyDialog = lazy(async () => ({
  default: (await import("@/components/api-keys/create-key-dialog")).CreateKeyDialog,
}));

const FILTERS = ["status"];

export type KeyChoices = {
  scopes: readonly string[];
  mayBePermanent: boolean;
  maxDays: number | null;
  origin: string;
};

type Props = { roles: readonly RoleChoice[]; keys: KeyChoices };
type Acting = { kind: AccountAction; account: ServiceAccountDto };

/** Members that are no people: make one, give it roles and keys, switch it off. */
export function ServiceAccountsView({ roles, keys }: Props) {
  const t = useTranslations("serviceAccounts");
  const rights = {
    mayManage: useCan("service_accounts:manage"),
    mayMakeKeys: useCan("api_keys:create"),
    mayExplain: useCan("roles:read"),
  };
  const roleName = useRoleName(roles);
  const client = useQueryClient();
  const state = useTableState({ filters: FILTERS });
  const accounts = useQuery({ ...serviceAccountList(state.query), placeholderData: keepPreviousData });
  const [isOpen, setOpen] = useUrlDialog("create");
  const [acting, setActing] = useState<Acting>();
  const refresh = () => void client.invalidateQueries({ queryKey: serviceAccountList.key });
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={
          rights.mayManage ? (
            <Button variant="primary" onClick={() => setOpen(true)}>
              <Plus aria-hidden="true" className="size-4" />
              {t("new")}
            </Button>
          ) : null
        }
      />
      <DataTable
        label={t("title")}
        columns={accountColumns({ t, roleName })}
        {...queryRows(accounts)}
        rowId={(account) => account.id}
        state={state}
        filters={[
          {
            id: "status",
            label: t("columns.status"),
            options: (["active", "disabled"] as const).map((value) => ({
              value,
              label: t(`status.${value}`),
            })),
          },
        ]}
        empty={
          <EmptyState
            variant="plain"
            icon={Bot}
            title={t("empty.title")}
            description={t("empty.description")}
          />
        }
        rowActions={(account) => accountMenu(t, account, rights, (kind) => setActing({ kind, account }))}
      />
      {isOpen && rights.mayManage ? (
        <AccountFormDialog kind="create" roles={roles} onClose={() => setOpen(false)} onDone={refresh} />
      ) : null}
      {acting ? (
        <AccountDialog
          {...acting}
          roles={roles}
          keys={keys}
          onClose={() => setActing(undefined)}
          onDone={refresh}
        />
      ) : null}
    </>
  );
}

type DialogProps = Acting & Props & { onClose: () => void; onDone: () => void };

/** The dialog of one action on one service account. */
function AccountDialog({ kind, account, roles, keys, onClose, onDone }: DialogProps) {
  switch (kind) {
    case "key": {
      const { id, name } = account;
      const close = () => {
        onDone();
        onClose();
      };
      return <CreateKeyDialog open onClose={close} {...keys} roles={roles} serviceAccount={{ id, name }} />;
    }
    case "roles":
    case "change":
      return (
        <AccountFormDialog kind={kind} account={account} roles={roles} onClose={onClose} onDone={onDone} />
      );
    case "disable":
    case "enable":
    case "delete":
      return <AccountAskDialog kind={kind} account={account} onClose={onClose} onDone={onDone} />;
    default:
      return kind satisfies never;
  }
}
