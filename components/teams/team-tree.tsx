"use client";
import { ChevronDown, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Badge } from "@/components/ui/display/badge";
import type { TeamDto } from "@/lib/teams/schema";

type Props = {
  label: string;
  teams: readonly TeamDto[];
  roleName: (key: string | null) => string;
};

/** Teams below one another; a team folds what lies below it. */
export function TeamTree({ label, teams, roleName }: Props) {
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const shown = teams.filter(({ path }) => !path.some(({ id }) => folded.has(id)));
  const fold = (id: string, isFolded: boolean) => {
    const next = new Set(folded);
    if (isFolded) next.add(id);
    else next.delete(id);
    setFolded(next);
  };
  return (
    <ul aria-label={label} className="divide-y">
      {shown.map((team) => (
        <TeamRow
          key={team.id}
          team={team}
          roleName={roleName}
          isFolded={folded.has(team.id)}
          onFold={(isFolded) => fold(team.id, isFolded)}
        />
      ))}
    </ul>
  );
}

type RowProps = Pick<Props, "roleName"> & {
  team: TeamDto;
  isFolded: boolean;
  onFold: (isFolded: boolean) => void;
};

function TeamRow({ team, roleName, isFolded, onFold }: RowProps) {
  const t = useTranslations("teams");
  const roles = [
    ...team.roles.map(({ role }) => ({ role, from: null })),
    ...team.inherited_roles.map(({ role, from }) => ({ role, from: from.name })),
  ];
  return (
    <li
      className="flex items-start gap-2 px-3 py-2.5"
      style={{ paddingInlineStart: `${team.depth - 0.25}rem` }}
    >
      {team.sub_team_count > 0 ? (
        <IconButton
          size="sm"
          label={t(isFolded ? "tree.unfold" : "tree.fold", { name: team.name })}
          icon={
            isFolded ? (
              <ChevronRight aria-hidden="true" className="size-4" />
            ) : (
              <ChevronDown aria-hidden="true" className="size-4" />
            )
          }
          aria-expanded={!isFolded}
          onClick={() => onFold(!isFolded)}
        />
      ) : (
        <span className="size-7 shrink-0" />
      )}
      <span className="grid min-w-0 grow gap-1 pt-0.5">
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Link href={`/teams/${team.id}`} className="rounded-sm font-medium hover:underline">
            {team.name}
          </Link>
          <span className="text-fg-subtle text-sm">
            {t(`kinds.${team.kind}`)} · {t("memberCount", { count: team.member_count })}
          </span>
        </span>
        {roles.length > 0 ? (
          <span className="flex flex-wrap gap-1.5">
            {roles.map(({ role, from }) => (
              <Badge key={`${role} ${from}`}>
                {roleName(role)}
                {from ? ` ${t("tree.from", { team: from })}` : null}
              </Badge>
            ))}
          </span>
        ) : null}
      </span>
    </li>
  );
}
