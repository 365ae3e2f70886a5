"use client";
import { Clock } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { Badge } from "@/components/ui/display/badge";
import type { MemberDto } from "@/lib/access/members/schema";
import { formatUtc } from "@/lib/core/format";

type Props = { member: Pick<MemberDto, "bindings" | "team_roles">; roleName: (key: string | null) => string };

/** Every role of a member, until when where it ends by itself, and through which team where it is none of their own. */
export function RoleBadges({ member, roleName }: Props) {
  const t = useTranslations("members.changeRole");
  const locale = useFormatLocale();
  if (member.bindings.length + member.team_roles.length === 0)
    return <span className="text-fg-subtle">{t("none")}</span>;
  return (
    <span className="flex flex-wrap gap-1.5">
      {member.bindings.map(({ role, expires_at: until }) => (
        <Badge key={role} tone={until ? "warning" : "neutral"}>
          {until ? <Clock aria-hidden="true" /> : null}
          {roleName(role)}
          {until ? ` ${t("until", { date: formatUtc(until, locale, "dateTime") })}` : null}
        </Badge>
      ))}
      {member.team_roles.map(({ role, team, from, expires_at: until }) => (
        <Badge key={`${role} ${team.id} ${from?.id}`} tone={until ? "warning" : "neutral"}>
          {roleName(role)} {t(from ? "throughFrom" : "through", { team: team.name, from: from?.name ?? "" })}
          {until ? ` ${t("until", { date: formatUtc(until, locale, "dateTime") })}` : null}
        </Badge>
      ))}
    </span>
  );
}
