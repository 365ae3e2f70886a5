"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DeleteWorkspaceDialog } from "@/components/auth/accounts/delete-workspace-dialog";
import { HandOverDialog } from "@/components/auth/accounts/hand-over-dialog";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { api } from "@/lib/api/client";
import type { OwnAccount } from "@/lib/lifecycle/own-account/accounts/schema";

type Workspace = OwnAccount["workspaces"][number];

/** The accounts that the person owns: handing one over and deleting its workspaces, as a member of them or not. */
export function AccountsCard() {
  const t = useTranslations("profile.accounts");
  const [handing, setHanding] = useState<OwnAccount>();
  const [deleting, setDeleting] = useState<{ account: OwnAccount; workspace: Workspace }>();
  const accounts = useQuery({
    queryKey: ["me", "accounts"],
    queryFn: async () => (await api.get<{ data: OwnAccount[] }>("/me/accounts")).data,
  });
  const reload = () => accounts.refetch();
  return (
    <Card title={t("title")} description={t("description")} padding="flush">
      {accounts.isPending ? <Skeleton className="m-5 h-12" /> : null}
      {accounts.isError ? (
        <ErrorState variant="plain" error={accounts.error} onRetry={() => void reload()} />
      ) : null}
      {accounts.data?.length === 0 ? <p className="px-5 py-4 text-fg-muted text-sm">{t("none")}</p> : null}
      <ul className="divide-y divide-line">
        {accounts.data?.map((account) => (
          <AccountRow
            key={account.id}
            account={account}
            onHandOver={() => setHanding(account)}
            onDelete={(workspace) => setDeleting({ account, workspace })}
          />
        ))}
      </ul>
      <HandOverDialog account={handing} onClose={() => setHanding(undefined)} onDone={reload} />
      <DeleteWorkspaceDialog chosen={deleting} onClose={() => setDeleting(undefined)} onDone={reload} />
    </Card>
  );
}

type RowProps = { account: OwnAccount; onHandOver: () => void; onDelete: (workspace: Workspace) => void };

function AccountRow({ account, onHandOver, onDelete }: RowProps) {
  const t = useTranslations("profile.accounts");
  const { name, workspaces, candidates, other_owners: others } = account;
  return (
    <li className="grid gap-3 px-5 py-4">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="break-words font-medium">{name}</p>
          <p className="text-fg-muted text-sm">{t("owners", { count: others })}</p>
        </div>
        {candidates.length > 0 ? (
          <Button size="sm" aria-label={t("handOverLabel", { name })} onClick={onHandOver}>
            {t("handOver")}
          </Button>
        ) : null}
      </div>
      {candidates.length === 0 ? <p className="text-fg-muted text-sm">{t("nobody")}</p> : null}
      {workspaces.map((workspace) => (
        <div key={workspace.id} className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 break-words text-sm">
            {workspace.name} <span className="text-fg-subtle">{workspace.slug}</span>
          </p>
          {workspace.can_delete ? (
            <Button
              size="sm"
              variant="danger-outline"
              aria-label={t("deleteLabel", { name: workspace.name })}
              onClick={() => onDelete(workspace)}
            >
              {t("delete")}
            </Button>
          ) : null}
        </div>
      ))}
    </li>
  );
}
