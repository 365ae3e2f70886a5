import type { useTranslations } from "next-intl";
import { memberName } from "@/components/members/member-name";
import { RoleBadges } from "@/components/members/role-badges";
import { Avatar } from "@/components/ui/display/avatar";
import { Badge } from "@/components/ui/display/badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { MemberDto } from "@/lib/access/members/schema";
import { avatarUrl } from "@/lib/core/avatar-url";

type Options = {
  t: ReturnType<typeof useTranslations<"members">>;
  roleName: (key: string | null) => string;
  viewerId: string;
  /** The rows say how people sign in. */
  showsSignIn: boolean;
};

/** Columns of the members table. */
export function memberColumns({
  t,
  roleName,
  viewerId,
  showsSignIn,
}: Options): readonly DataColumn<MemberDto>[] {
  return [
    {
      id: "person",
      header: t("columns.person"),
      cell: (member) => (
        <span className="flex min-w-0 items-center gap-3">
          <Avatar name={memberName(member)} src={avatarUrl(member.id, member.avatar)} />
          <span className="grid min-w-0">
            <span className="flex items-center gap-2 font-medium">
              <span className="truncate">{memberName(member)}</span>
              {member.id === viewerId ? <Badge>{t("you")}</Badge> : null}
            </span>
            <span className="truncate text-fg-subtle">{member.email}</span>
          </span>
        </span>
      ),
    },
    {
      id: "role",
      header: t("columns.role"),
      cell: (member) => <RoleBadges member={member} roleName={roleName} />,
    },
    {
      id: "status",
      header: t("columns.status"),
      cell: (member) => (
        <StatusDot tone={member.status === "active" ? "success" : "neutral"}>
          {t(`status.${member.status}`)}
        </StatusDot>
      ),
    },
    ...(showsSignIn ? signInColumns(t) : []),
    {
      id: "joined",
      header: t("columns.joined"),
      priority: "tablet",
      cell: (member) => <DateTime value={member.joined_at} />,
    },
    {
      id: "lastActive",
      header: t("columns.lastActive"),
      priority: "desktop",
      cell: (member) =>
        member.last_active_at ? (
          <RelativeTime value={member.last_active_at} />
        ) : (
          <span className="text-fg-subtle">{t("never")}</span>
        ),
    },
  ];
}

function signInColumns(t: Options["t"]): DataColumn<MemberDto>[] {
  return [
    {
      id: "two_step",
      header: t("columns.twoStep"),
      priority: "desktop",
      cell: (member) => t(member.two_step ? "twoStep.on" : "twoStep.off"),
    },
    {
      id: "method",
      header: t("columns.method"),
      priority: "desktop",
      cell: (member) => (member.sign_in_method ? t(`methods.${member.sign_in_method}`) : t("never")),
    },
  ];
}
