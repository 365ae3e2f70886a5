"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { KeyRound, Network } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { DirectoryHeader } from "@/components/scim/directory-header";
import { GroupRolesDialog } from "@/components/scim/group-roles-dialog";
import { directoryGroups } from "@/components/scim/queries";
import { Badge } from "@/components/ui/display/badge";
import { RelativeTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import type { DataColumn } from "@/components/ui/table/types";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { ScimDirectoryDto, ScimGroupDto } from "@/lib/access/scim/schema";

type Props = { directory: ScimDirectoryDto; roles: readonly RoleChoice[]; mayManage: boolean };

/** The groups that the directory has brought, the roles bound to each and the teams it is mapped to. */
export function GroupsView({ directory, roles, mayManage }: Props) {
  const t = useTranslations("scim.groups");
  const roleName = useRoleName(roles);
  const state = useTableState({});
  const [editing, setEditing] = useState<ScimGroupDto>();
  const groups = useQuery({
    ...directoryGroups(directory.connection_id, state.query),
    placeholderData: keepPreviousData,
  });
  const columns: readonly DataColumn<ScimGroupDto>[] = [
    { id: "name", header: t("name"), cell: ({ name }) => <span className="font-medium">{name}</span> },
    { id: "members", header: t("members"), cell: ({ members }) => String(members) },
    {
      id: "roles",
      header: t("roles"),
      cell: (group) =>
        group.roles.length > 0 ? (
          <span className="flex flex-wrap gap-1">
            {group.roles.map((role) => (
              <Badge key={role}>{roleName(role)}</Badge>
            ))}
          </span>
        ) : (
          <span className="text-fg-subtle">{t("none")}</span>
        ),
    },
    {
      id: "teams",
      header: t("teams"),
      priority: "tablet",
      cell: ({ teams }) =>
        teams.map(({ name }) => name).join(", ") || <span className="text-fg-subtle">{t("noTeams")}</span>,
    },
    {
      id: "updated",
      header: t("updated"),
      priority: "desktop",
      cell: ({ updated_at: at }) => <RelativeTime value={at} />,
    },
  ];
  const actionsOf = (group: ScimGroupDto) => ({
    label: t("menu", { name: group.name }),
    sections: [
      {
        items: [
          {
            label: t("edit"),
            icon: <KeyRound aria-hidden="true" />,
            onSelect: () => setEditing(group),
          },
        ],
      },
    ],
  });
  return (
    <>
      <DirectoryHeader directory={directory} />
      <DataTable
        label={t("label")}
        columns={columns}
        {...queryRows(groups)}
        rowId={(row) => row.id}
        state={state}
        {...(mayManage && { rowActions: actionsOf })}
        empty={
          <EmptyState
            variant="plain"
            icon={Network}
            title={t("empty")}
            description={t(directory.enabled ? "emptyOn" : "emptyOff")}
          />
        }
      />
      {editing ? (
        <GroupRolesDialog
          connectionId={directory.connection_id}
          group={editing}
          roles={roles}
          onClose={() => setEditing(undefined)}
        />
      ) : null}
    </>
  );
}
