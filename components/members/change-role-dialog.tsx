"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { memberName } from "@/components/members/member-name";
import { setMemberRoles } from "@/components/members/queries";
import type { HeldRole } from "@/components/members/role-choice-row";
import { RoleFields, rolesBody } from "@/components/members/role-fields";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { toast } from "@/components/ui/feedback/toast";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { MemberDto } from "@/lib/access/members/schema";

type Props = {
  member: MemberDto;
  roles: readonly RoleChoice[];
  onClose: () => void;
  onChanged: () => void;
};

/** Gives a member one role or several, each for good or until a time, with what each role means beside it. */
export function ChangeRoleDialog({ member, roles, onClose, onChanged }: Props) {
  const t = useTranslations("members.changeRole");
  const roleName = useRoleName(roles);
  const stepUp = useStepUp();
  const [held, setHeld] = useState<readonly HeldRole[]>(() =>
    member.bindings.map(({ role, expires_at: until }) => ({ role, until })),
  );
  const name = memberName(member);
  const form = useNativeForm({
    submit: () => stepUp.run(() => setMemberRoles(member.id, rolesBody(held))),
    onSuccess: () => {
      toast.success(t("done", { name, role: held.map(({ role }) => roleName(role)).join(", ") }));
      onChanged();
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={t("title", { name })}
        description={t("description")}
        form={form}
        confirmLabel={t("submit")}
        disabled={held.length === 0}
      >
        <RoleFields
          roles={roles}
          held={held}
          before={member.roles}
          onChange={setHeld}
          errorOf={form.errorOf}
        />
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
