"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Pencil, Plus, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { useCan } from "@/components/layout/shell/shell-context";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { deleteTeam, oneTeam, teamTree } from "@/components/teams/queries";
import { TeamFormDialog } from "@/components/teams/team-form-dialog";
import { TeamMembersCard } from "@/components/teams/team-members-card";
import { TeamRolesCard } from "@/components/teams/team-roles-card";
import { TeamTree } from "@/components/teams/team-tree";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { TeamDto } from "@/lib/teams/schema";

type Props = { first: TeamDto; roles: readonly RoleChoice[]; seesPeople: boolean };
type Dialog = "change" | "below" | "delete";

/** One team: who is in it, what it gives them, and the teams below it. */
export function TeamView({ first, roles, seesPeople }: Props) {
  const t = useTranslations("teams");
  const mayManage = useCan("teams:manage");
  const roleName = useRoleName(roles);
  const client = useQueryClient();
  const { data: team } = useQuery(oneTeam(first));
  const tree = useQuery(teamTree());
  const [dialog, setDialog] = useState<Dialog>();
  const refresh = () => void client.invalidateQueries({ queryKey: teamTree.key });
  const below = (tree.data ?? []).filter(({ path }) => path.some(({ id }) => id === team.id));
  return (
    <>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs
            items={[
              { label: t("title"), href: "/teams" },
              ...team.path.map(({ id, name }) => ({ label: name, href: `/teams/${id}` })),
              { label: team.name },
            ]}
          />
        }
        title={team.name}
        description={team.description}
        badges={<Badge>{t(`kinds.${team.kind}`)}</Badge>}
        actions={mayManage ? <TeamActions onOpen={setDialog} /> : null}
      />
      <div className="grid gap-6">
        {seesPeople ? <TeamMembersCard team={team} onDone={refresh} /> : null}
        <TeamRolesCard team={team} roles={roles} onDone={refresh} />
        {below.length > 0 ? (
          <Card title={t("below.title")} padding="flush">
            <TeamTree
              label={t("below.title")}
              teams={below.map((one) => ({ ...one, depth: one.depth - team.depth }))}
              roleName={roleName}
            />
          </Card>
        ) : null}
      </div>
      {dialog === "change" || dialog === "below" ? (
        <TeamFormDialog
          {...(dialog === "change" ? { team } : { parentId: team.id })}
          teams={tree.data ?? []}
          onClose={() => setDialog(undefined)}
          onDone={refresh}
        />
      ) : null}
      {dialog === "delete" ? <DeleteTeamDialog team={team} onClose={() => setDialog(undefined)} /> : null}
    </>
  );
}

function TeamActions({ onOpen }: { onOpen: (dialog: Dialog) => void }) {
  const t = useTranslations("teams");
  return (
    <>
      <Button onClick={() => onOpen("below")}>
        <Plus aria-hidden="true" className="size-4" />
        {t("newBelow")}
      </Button>
      <Button onClick={() => onOpen("change")}>
        <Pencil aria-hidden="true" className="size-4" />
        {t("change.open")}
      </Button>
      <Button onClick={() => onOpen("delete")}>
        <Trash2 aria-hidden="true" className="size-4" />
        {t("delete.open")}
      </Button>
    </>
  );
}

function DeleteTeamDialog({ team, onClose }: { team: TeamDto; onClose: () => void }) {
  const t = useTranslations("teams");
  const router = useRouter();
  const client = useQueryClient();
  const stepUp = useStepUp();
  return (
    <>
      <ConfirmDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("delete.title", { name: team.name })}
        description={t("delete.description", { members: team.member_count, teams: team.sub_team_count })}
        confirmLabel={t("delete.submit")}
        onConfirm={async () => {
          await stepUp.run<unknown>(() => deleteTeam(team.id));
          toast.success(t("delete.done", { name: team.name }));
          client.removeQueries({ queryKey: teamTree.key });
          router.push("/teams");
        }}
      />
      {stepUp.dialog}
    </>
  );
}
