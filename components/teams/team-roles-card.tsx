"use client";
import { Plus, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { useCan } from "@/components/layout/shell/shell-context";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { GiveRoleDialog } from "@/components/teams/give-role-dialog";
import { takeTeamRole } from "@/components/teams/queries";
import { Button } from "@/components/ui/actions/button";
import { IconButton } from "@/components/ui/actions/icon-button";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { formatUtc } from "@/lib/core/format";
import type { TeamDto, TeamRoleDto } from "@/lib/teams/schema";

type Props = { team: TeamDto; roles: readonly RoleChoice[]; onDone: () => void };

/** What a team gives its members: its own roles, and those from above. */
export function TeamRolesCard({ team, roles, onDone }: Props) {
  const t = useTranslations("teams.roles");
  const mayGive = useCan("teams:roles");
  const roleName = useRoleName([...roles, ...namesOf(team)]);
  const stepUp = useStepUp();
  const [isGiving, setGiving] = useState(false);
  const [taking, setTaking] = useState<TeamRoleDto>();
  const isEmpty = team.roles.length + team.inherited_roles.length === 0;
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={
        mayGive ? (
          <Button size="sm" onClick={() => setGiving(true)}>
            <Plus aria-hidden="true" className="size-4" />
            {t("give")}
          </Button>
        ) : null
      }
    >
      {isEmpty ? (
        <p className="text-fg-subtle">{t("none")}</p>
      ) : (
        <ul className="divide-y" aria-label={t("title")}>
          {team.roles.map((role) => (
            <li key={role.role_id} className="flex items-center justify-between gap-3 py-2">
              <RoleText role={role} name={roleName(role.role)} />
              {mayGive ? (
                <IconButton
                  size="sm"
                  label={t("take", { role: roleName(role.role) })}
                  icon={<X aria-hidden="true" className="size-4" />}
                  onClick={() => setTaking(role)}
                />
              ) : null}
            </li>
          ))}
          {team.inherited_roles.map((role) => (
            <li key={`${role.from.id} ${role.role_id}`} className="py-2">
              <RoleText role={role} name={roleName(role.role)} />{" "}
              <Link href={`/teams/${role.from.id}`} className="rounded-sm underline">
                {t("from", { team: role.from.name })}
              </Link>
            </li>
          ))}
        </ul>
      )}
      {isGiving ? (
        <GiveRoleDialog team={team} roles={roles} onClose={() => setGiving(false)} onDone={onDone} />
      ) : null}
      {taking ? (
        <ConfirmDialog
          open
          onOpenChange={(isOpen) => !isOpen && setTaking(undefined)}
          title={t("takeTitle", { role: roleName(taking.role), team: team.name })}
          description={t("takeDescription")}
          confirmLabel={t("takeSubmit")}
          onConfirm={async () => {
            await stepUp.run<unknown>(() => takeTeamRole(team.id, taking.role_id));
            toast.success(t("taken", { role: roleName(taking.role) }));
            onDone();
          }}
        />
      ) : null}
      {stepUp.dialog}
    </Card>
  );
}

/** Names of the team's roles for who may not list roles. */
function namesOf({ roles, inherited_roles: inherited }: TeamDto): RoleChoice[] {
  return [...roles, ...inherited].map(({ role, name }) => ({ key: role, name, grantable: false }));
}

function RoleText({ role, name }: { role: TeamRoleDto; name: string }) {
  const t = useTranslations("teams.roles");
  const locale = useFormatLocale();
  const notes = [
    ...(role.inherit ? [t("inherits")] : []),
    ...(role.expires_at ? [t("until", { date: formatUtc(role.expires_at, locale, "dateTime") })] : []),
  ];
  return (
    <span>
      <span className="font-medium">{name}</span>
      {notes.length > 0 ? <span className="text-fg-subtle"> · {notes.join(" · ")}</span> : null}
    </span>
  );
}
