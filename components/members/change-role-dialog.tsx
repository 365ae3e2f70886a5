"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { memberName } from "@/components/members/member-name";
import { changeMember } from "@/components/members/queries";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { toast } from "@/components/ui/feedback/toast";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { MemberDto } from "@/lib/access/members/schema";

type Props = {
  member: MemberDto;
  roles: readonly RoleChoice[];
  onClose: () => void;
  onChanged: () => void;
};

/** Gives a member another role, with what each role means beside it. */
export function ChangeRoleDialog({ member, roles, onClose, onChanged }: Props) {
  const t = useTranslations("members.changeRole");
  const tRoles = useTranslations("roles");
  const roleName = useRoleName(roles);
  const [role, setRole] = useState(member.role ?? "");
  const name = memberName(member);
  const form = useNativeForm({
    submit: () => changeMember({ id: member.id, change: { role } }),
    onSuccess: () => {
      toast.success(t("done", { name, role: roleName(role) }));
      onChanged();
      onClose();
    },
  });
  return (
    <FormDialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={t("title", { name })}
      description={t("description")}
      form={form}
      confirmLabel={t("submit")}
    >
      <RadioGroup
        legend={t("role")}
        hideLegend
        variant="cards"
        name="role"
        value={role}
        onValueChange={setRole}
        error={form.errorOf("role")}
        options={roles.map(({ key, grantable }) => ({
          value: key,
          label: roleName(key),
          description: tRoles.has(`descriptions.${key}` as never)
            ? tRoles(`descriptions.${key}` as never)
            : undefined,
          disabled: !grantable && key !== member.role,
        }))}
      />
    </FormDialog>
  );
}
