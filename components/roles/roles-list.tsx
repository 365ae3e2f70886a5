"use client";
import { Copy, Eye, Pencil, Trash2, View } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRoleName } from "@/components/members/use-role-name";
import { DeleteRoleDialog } from "@/components/roles/delete-role-dialog";
import { Badge } from "@/components/ui/display/badge";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { MenuAction } from "@/components/ui/overlays/dropdown-menu";
import { DataTable } from "@/components/ui/table/data-table";
import type { DataColumn } from "@/components/ui/table/types";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { RoleDto } from "@/lib/access/roles/schema";

type Props = {
  roles: readonly RoleDto[];
  /** Make and change, delete: the server decides again. */
  may: { manage: boolean; remove: boolean };
};

/** Built-in and own roles with who holds them and what can be done with each. */
export function RolesList({ roles, may }: Props) {
  const t = useTranslations("roles.list");
  const router = useRouter();
  const roleName = useRoleName(roles);
  const state = useTableState({ filters: [] });
  const [doomed, setDoomed] = useState<RoleDto>();
  const actionsOf = (role: RoleDto) => {
    const isEditable = may.manage && role.editable;
    const items: MenuAction[] = [
      {
        label: isEditable ? t("edit") : t("view"),
        icon: isEditable ? <Pencil aria-hidden="true" /> : <Eye aria-hidden="true" />,
        href: `/members/roles/${role.id}`,
      },
      {
        label: t("preview"),
        icon: <View aria-hidden="true" />,
        href: `/members/roles/${role.id}/preview`,
      },
      ...(may.manage
        ? [
            {
              label: t("duplicate"),
              icon: <Copy aria-hidden="true" />,
              href: `/members/roles/new?from=${role.id}`,
            },
          ]
        : []),
    ];
    const end: MenuAction[] =
      may.remove && role.editable
        ? [
            {
              label: t("delete"),
              icon: <Trash2 aria-hidden="true" />,
              tone: "danger",
              onSelect: () => setDoomed(role),
            },
          ]
        : [];
    const sections = [items, end].filter((part) => part.length > 0).map((part) => ({ items: part }));
    return { label: t("actions", { name: roleName(role.key) }), sections };
  };
  return (
    <>
      <DataTable
        label={t("label")}
        columns={useColumns(roleName)}
        rows={roles}
        rowId={(role) => role.id}
        state={state}
        empty={<EmptyState variant="plain" title={t("emptyTitle")} description={t("emptyDescription")} />}
        rowActions={actionsOf}
      />
      {doomed ? (
        <DeleteRoleDialog
          role={doomed}
          roles={roles}
          onClose={() => setDoomed(undefined)}
          onDeleted={() => router.refresh()}
        />
      ) : null}
    </>
  );
}

function useColumns(roleName: (key: string | null) => string): readonly DataColumn<RoleDto>[] {
  const t = useTranslations("roles");
  return [
    {
      id: "name",
      header: t("list.name"),
      cell: (role) => (
        <span className="grid min-w-0 gap-0.5">
          <span className="flex flex-wrap items-center gap-2">
            <Link href={`/members/roles/${role.id}`} className="rounded-sm font-medium hover:underline">
              {roleName(role.key)}
            </Link>
            <Badge tone={role.built_in ? "neutral" : "accent"}>
              {role.built_in ? t("list.builtIn") : t("list.own")}
            </Badge>
          </span>
          <span className="text-fg-subtle">
            {t.has(`descriptions.${role.key}` as never)
              ? t(`descriptions.${role.key}` as never)
              : role.description}
          </span>
        </span>
      ),
    },
    {
      id: "may",
      header: t("list.may"),
      priority: "tablet",
      cell: (role) => t("list.counts", { allowed: role.permissions.length, denied: role.denied.length }),
    },
    {
      id: "holders",
      header: t("list.holders"),
      cell: (role) => (
        <span className="grid">
          <span>{t("members", { count: role.member_count })}</span>
          {role.team_count > 0 ? (
            <span className="text-fg-subtle">{t("list.teams", { count: role.team_count })}</span>
          ) : null}
          {role.pending_invitations > 0 ? (
            <span className="text-fg-subtle">{t("list.invited", { count: role.pending_invitations })}</span>
          ) : null}
        </span>
      ),
    },
  ];
}
