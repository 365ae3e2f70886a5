"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { ChangeRoleDialog } from "@/components/members/change-role-dialog";
import { memberName } from "@/components/members/member-name";
import { changeMember, leaveWorkspace, memberList, removeMember } from "@/components/members/queries";
import { ResetFactorDialog } from "@/components/members/reset-factor-dialog";
import type { RoleChoice } from "@/components/members/use-role-name";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { MemberDto } from "@/lib/access/members/schema";

export type MemberTask = {
  kind: "changeRole" | "deactivate" | "resetFactor" | "remove" | "leave";
  member: MemberDto;
};

type Props = {
  task: MemberTask | undefined;
  onClose: () => void;
  roles: readonly RoleChoice[];
  workspace: string;
  /** Where one who left goes. */
  homeHref: string;
};

/** The dialogs behind a member's menu. */
export function MemberDialogs({ task, onClose, roles, workspace, homeHref }: Props) {
  const t = useTranslations("members");
  const client = useQueryClient();
  const router = useRouter();
  const stepUp = useStepUp();
  if (!task) return null;
  const { kind, member } = task;
  const name = memberName(member);
  const close = (open: boolean) => {
    if (!open) onClose();
  };
  const refresh = () => {
    void client.invalidateQueries({ queryKey: memberList.key });
    router.refresh();
  };
  switch (kind) {
    case "changeRole":
      return <ChangeRoleDialog member={member} roles={roles} onClose={onClose} onChanged={refresh} />;
    case "deactivate":
      return (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={t("deactivate.title", { name })}
          description={t("deactivate.description")}
          confirmLabel={t("deactivate.confirm")}
          onConfirm={async () => {
            await changeMember({ id: member.id, change: { status: "suspended" } });
            toast.success(t("deactivate.done", { name }));
            refresh();
          }}
        />
      );
    case "resetFactor":
      return (
        <ResetFactorDialog
          person={{ id: member.id, name }}
          base="/users"
          onClose={onClose}
          onDone={refresh}
        />
      );
    case "remove":
      return (
        <>
          <ConfirmDialog
            open
            onOpenChange={close}
            title={t("remove.title", { name })}
            description={t("remove.description")}
            confirmLabel={t("remove.confirm")}
            onConfirm={async () => {
              await stepUp.run(() => removeMember(member.id));
              toast.success(t("remove.done", { name }));
              refresh();
            }}
          />
          {stepUp.dialog}
        </>
      );
    case "leave":
      return (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={t("leave.title", { workspace })}
          description={t("leave.description")}
          confirmLabel={t("leave.confirm")}
          onConfirm={async () => {
            await leaveWorkspace();
            window.location.assign(homeHref);
          }}
        />
      );
    default:
      return kind satisfies never;
  }
}
