"use client";
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { lazy, useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { useCan } from "@/components/layout/shell/shell-context";
import { memberColumns } from "@/components/members/member-columns";
import type { MemberTask } from "@/components/members/member-dialogs";
import { memberName } from "@/components/members/member-name";
import { changeMember, memberList } from "@/components/members/queries";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import type { MenuAction, MenuSection } from "@/components/ui/overlays/dropdown-menu";
import { OnceOpen } from "@/components/ui/overlays/once-open";
import { DataTable } from "@/components/ui/table/data-table";
import { queryRows } from "@/components/ui/table/query-rows";
import { useTableState } from "@/components/ui/table/use-table-state";
import type { MemberDto, MemberPage } from "@/lib/access/members/schema";

const MemberDialogs = lazy(async () => ({
  default: (await import("@/components/members/member-dialogs")).MemberDialogs,
}));

const MemberIcon = lazy(async () => ({
  default: (await import("@/components/members/member-icon")).MemberIcon,
}));

const FILTERS = ["role", "status", "two_step"];

type Props = {
  first: MemberPage;
  roles: readonly RoleChoice[];
  viewerId: string;
  showsSignIn: boolean;
  workspace: string;
  homeHref: string;
};

/** People of the workspace with what may be done to each. */
export function MembersTable({ first, roles, viewerId, showsSignIn, workspace, homeHref }: Props) {
  const t = useTranslations("members");
  const roleName = useRoleName(roles);
  const state = useTableState({ filters: FILTERS });
  const members = useQuery({ ...memberList(state.query, first), placeholderData: keepPreviousData });
  const [task, setTask] = useState<MemberTask>();
  const stepUp = useStepUp();
  const actionsOf = useMemberActions(viewerId, setTask, stepUp.run);
  return (
    <>
      <DataTable
        label={t("table")}
        columns={memberColumns({ t, roleName, viewerId, showsSignIn })}
        {...queryRows(members)}
        rowId={(member) => member.id}
        state={state}
        searchLabel={t("search")}
        filters={[
          {
            id: "role",
            label: t("columns.role"),
            options: roles.map((role) => ({ value: role.key, label: roleName(role.key) })),
          },
          {
            id: "status",
            label: t("columns.status"),
            options: (["active", "suspended"] as const).map((value) => ({
              value,
              label: t(`status.${value}`),
            })),
          },
          ...(showsSignIn
            ? [
                {
                  id: "two_step",
                  label: t("columns.twoStep"),
                  options: (["on", "off"] as const).map((value) => ({ value, label: t(`twoStep.${value}`) })),
                },
              ]
            : []),
        ]}
        empty={<EmptyState variant="plain" title={t("empty.title")} description={t("empty.description")} />}
        rowActions={actionsOf}
      />
      <OnceOpen open={task !== undefined}>
        <MemberDialogs
          task={task}
          onClose={() => setTask(undefined)}
          roles={roles}
          workspace={workspace}
          homeHref={homeHref}
        />
      </OnceOpen>
      {stepUp.dialog}
    </>
  );
}

/** The menu of one row: what this person may do to that one. The server decides again. */
function useMemberActions(
  viewerId: string,
  setTask: (task: MemberTask) => void,
  run: ReturnType<typeof useStepUp>["run"],
) {
  const t = useTranslations("members");
  const mayUpdate = useCan("members:update");
  const mayRemove = useCan("members:remove");
  const mayReset = useCan("members:reset_mfa");
  const reactivate = useReactivate(run);
  return (member: MemberDto): { label: string; sections: readonly MenuSection[] } | undefined => {
    const name = memberName(member);
    const isSelf = member.id === viewerId;
    const change: MenuAction[] = mayUpdate
      ? [
          {
            label: t("actions.changeRole"),
            icon: <MemberIcon of="changeRole" />,
            onSelect: () => setTask({ kind: "changeRole", member }),
          },
        ]
      : [];
    change.push({
      label: t("actions.explain"),
      icon: <MemberIcon of="explain" />,
      href: `/settings/access?subject=member:${member.id}`,
    });
    if (mayReset && !isSelf) {
      change.push({
        label: t("actions.resetFactor"),
        icon: <MemberIcon of="resetFactor" />,
        onSelect: () => setTask({ kind: "resetFactor", member }),
      });
    }
    if (mayUpdate && !isSelf) {
      change.push(
        member.status === "active"
          ? {
              label: t("actions.deactivate"),
              icon: <MemberIcon of="deactivate" />,
              onSelect: () => setTask({ kind: "deactivate", member }),
            }
          : {
              label: t("actions.reactivate"),
              icon: <MemberIcon of="reactivate" />,
              onSelect: () => reactivate.mutate({ id: member.id, name }),
            },
      );
    }
    const end: MenuAction[] = [];
    if (isSelf) {
      end.push({
        label: t("actions.leave"),
        icon: <MemberIcon of="leave" />,
        tone: "danger",
        onSelect: () => setTask({ kind: "leave", member }),
      });
    } else if (mayRemove) {
      end.push({
        label: t("actions.remove"),
        icon: <MemberIcon of="remove" />,
        tone: "danger",
        onSelect: () => setTask({ kind: "remove", member }),
      });
    }
    const sections = [change, end].filter((items) => items.length > 0).map((items) => ({ items }));
    return sections.length > 0 ? { label: t("actions.menu", { name }), sections } : undefined;
  };
}

function useReactivate(run: ReturnType<typeof useStepUp>["run"]) {
  const t = useTranslations("members");
  const client = useQueryClient();
  const showFailure = useFailureToast();
  return useMutation({
    mutationFn: ({ id }: { id: string; name: string }) =>
      run(() => changeMember({ id, change: { status: "active" } })),
    onSuccess: (_member, { name }) => {
      toast.success(t("reactivated", { name }));
      return client.invalidateQueries({ queryKey: memberList.key });
    },
    onError: showFailure,
  });
}
