"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus, UserMinus, UserRoundCog, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { memberName } from "@/components/members/member-name";
import { AddMemberDialog } from "@/components/teams/add-member-dialog";
import { changeTeamMember, takeOutOfTeam, teamMembers } from "@/components/teams/queries";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { RelativeTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { DataTable } from "@/components/ui/table/data-table";
import type { DataColumn } from "@/components/ui/table/types";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { TeamDto, TeamMemberDto } from "@/lib/teams/schema";

type Props = { team: TeamDto; onDone: () => void };

/** Who is in a team, and who manages it. */
export function TeamMembersCard({ team, onDone }: Props) {
  const t = useTranslations("teams.members");
  const state = useTableState({});
  const members = useQuery({ ...teamMembers(team.id, state.query), placeholderData: keepPreviousData });
  const [isAdding, setAdding] = useState(false);
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const act = async (work: () => Promise<unknown>, done: string) => {
    try {
      await stepUp.run(work);
      toast.success(done);
      onDone();
    } catch (error) {
      showFailure(error);
    }
  };
  const menuOf = (member: TeamMemberDto) => {
    const name = memberName(member);
    const kind = member.kind === "manager" ? "member" : "manager";
    return {
      label: t("menu", { name }),
      sections: [
        {
          items: [
            {
              label: t(`make.${kind}`),
              icon: <UserRoundCog aria-hidden="true" />,
              onSelect: () =>
                void act(() => changeTeamMember(team.id, member.id, { kind }), t("changed", { name })),
            },
            {
              label: t("remove"),
              icon: <UserMinus aria-hidden="true" />,
              tone: "danger" as const,
              onSelect: () => void act(() => takeOutOfTeam(team.id, member.id), t("removed", { name })),
            },
          ],
        },
      ],
    };
  };
  return (
    <section aria-label={t("title")} className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="font-semibold text-base">{t("title")}</h2>
        {team.can_lead ? (
          <Button size="sm" onClick={() => setAdding(true)}>
            <Plus aria-hidden="true" className="size-4" />
            {t("add")}
          </Button>
        ) : null}
      </div>
      <DataTable
        label={t("title")}
        columns={memberColumns(t)}
        rows={members.data?.data}
        rowId={(row) => row.id}
        state={state}
        nextCursor={members.data?.page.next_cursor}
        error={members.error}
        onRetry={() => void members.refetch()}
        isStale={members.isPlaceholderData}
        {...(team.can_lead && { rowActions: menuOf })}
        empty={
          <EmptyState
            variant="plain"
            icon={UsersRound}
            title={t("empty")}
            description={t("emptyDescription")}
          />
        }
      />
      {isAdding ? <AddMemberDialog team={team} onClose={() => setAdding(false)} onDone={onDone} /> : null}
      {stepUp.dialog}
    </section>
  );
}

function memberColumns(
  t: ReturnType<typeof useTranslations<"teams.members">>,
): readonly DataColumn<TeamMemberDto>[] {
  return [
    {
      id: "person",
      header: t("person"),
      cell: (member) => (
        <span className="grid min-w-0">
          <span className="truncate font-medium">{memberName(member)}</span>
          <span className="truncate text-fg-subtle">{member.email}</span>
        </span>
      ),
    },
    {
      id: "kind",
      header: t("kind"),
      cell: ({ kind }) => (
        <Badge tone={kind === "manager" ? "accent" : "neutral"}>{t(`kinds.${kind}`)}</Badge>
      ),
    },
    {
      id: "source",
      header: t("source"),
      priority: "tablet",
      cell: ({ source, groups }) =>
        source === "scim" ? t("fromGroups", { groups: groups.join(", ") || "–" }) : t("byHand"),
    },
    {
      id: "added",
      header: t("added"),
      priority: "desktop",
      cell: ({ added_at: at }) => <RelativeTime value={at} />,
    },
  ];
}
