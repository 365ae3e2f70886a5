"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCan } from "@/components/layout/shell/shell-context";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { teamTree } from "@/components/teams/queries";
import { TeamFormDialog } from "@/components/teams/team-form-dialog";
import { TeamTree } from "@/components/teams/team-tree";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { useUrlDialog } from "@/components/ui/use-url-state";
import type { TeamPage } from "@/lib/teams/schema";

type Props = { first: TeamPage; roles: readonly RoleChoice[] };

/** The workspace's teams as a tree. */
export function TeamsView({ first, roles }: Props) {
  const t = useTranslations("teams");
  const mayManage = useCan("teams:manage");
  const roleName = useRoleName(roles);
  const client = useQueryClient();
  const teams = useQuery(teamTree(first));
  const [isOpen, setOpen] = useUrlDialog("create");
  const make = mayManage ? (
    <Button variant="primary" onClick={() => setOpen(true)}>
      <Plus aria-hidden="true" className="size-4" />
      {t("new")}
    </Button>
  ) : null;
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={make} />
      {teams.data ? (
        teams.data.length > 0 ? (
          <Card padding="flush">
            <TeamTree label={t("title")} teams={teams.data} roleName={roleName} />
          </Card>
        ) : (
          <EmptyState icon={UsersRound} title={t("empty.title")} description={t("empty.description")} />
        )
      ) : teams.error ? (
        <ErrorState error={teams.error} onRetry={() => void teams.refetch()} />
      ) : (
        <Skeleton className="h-40" />
      )}
      {isOpen && mayManage ? (
        <TeamFormDialog
          teams={teams.data ?? []}
          onClose={() => setOpen(false)}
          onDone={() => void client.invalidateQueries({ queryKey: teamTree.key })}
        />
      ) : null}
    </>
  );
}
