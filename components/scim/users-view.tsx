"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useTranslations } from "next-intl";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { DirectoryHeader } from "@/components/scim/directory-header";
import { directoryUsers } from "@/components/scim/queries";
import { Badge } from "@/components/ui/display/badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { RelativeTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import type { DataColumn } from "@/components/ui/table/types";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { ScimDirectoryDto, ScimUserDto } from "@/lib/access/scim/schema";

const TONES = { active: "success", suspended: "warning", removed: "neutral" } as const;

type Props = { directory: ScimDirectoryDto; roles: readonly RoleChoice[] };

/** The people that the directory has brought, and what they are here. */
export function UsersView({ directory, roles }: Props) {
  const t = useTranslations("scim.users");
  const roleName = useRoleName(roles);
  const state = useTableState({});
  const users = useQuery({
    ...directoryUsers(directory.connection_id, state.query),
    placeholderData: keepPreviousData,
  });
  const columns: readonly DataColumn<ScimUserDto>[] = [
    {
      id: "person",
      header: t("person"),
      cell: ({ member, user_name: userName }) => (
        <span className="grid min-w-0">
          <span className="font-medium">{member.name || userName}</span>
          <span className="truncate text-fg-subtle">{userName}</span>
        </span>
      ),
    },
    {
      id: "status",
      header: t("status"),
      cell: ({ active, member }) => (
        <span className="grid gap-0.5">
          <StatusDot tone={TONES[member.status]}>{t(`members.${member.status}`)}</StatusDot>
          {active === (member.status === "active") ? null : (
            <span className="text-fg-subtle text-xs">{t(active ? "activeThere" : "inactiveThere")}</span>
          )}
        </span>
      ),
    },
    {
      id: "roles",
      header: t("roles"),
      priority: "tablet",
      cell: ({ member }) => (
        <span className="flex flex-wrap gap-1">
          {member.roles.map((role) => (
            <Badge key={role}>{roleName(role)}</Badge>
          ))}
        </span>
      ),
    },
    {
      id: "groups",
      header: t("groups"),
      priority: "desktop",
      cell: ({ groups }) => groups.join(", ") || "–",
    },
    {
      id: "updated",
      header: t("updated"),
      priority: "desktop",
      cell: ({ updated_at: at }) => <RelativeTime value={at} />,
    },
  ];
  return (
    <>
      <DirectoryHeader directory={directory} />
      <DataTable
        label={t("label")}
        columns={columns}
        {...queryRows(users)}
        rowId={(row) => row.id}
        state={state}
        empty={
          <EmptyState
            variant="plain"
            icon={Users}
            title={t("empty")}
            description={t(directory.enabled ? "emptyOn" : "emptyOff")}
          />
        }
      />
    </>
  );
}
