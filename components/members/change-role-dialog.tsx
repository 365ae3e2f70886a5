"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { memberName } from "@/components/members/member-name";
import { setMemberRoles } from "@/components/members/queries";
import { type HeldRole, RoleChoiceRow } from "@/components/members/role-choice-row";
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
    submit: () =>
      stepUp.run(() =>
        setMemberRoles(member.id, { roles: held.map(({ role, until }) => ({ role, expires_at: until })) }),
      ),
    onSuccess: () => {
      toast.success(t("done", { name, role: held.map(({ role }) => roleName(role)).join(", ") }));
      onChanged();
      onClose();
    },
  });
  const indexOf = (key: string) => held.findIndex((entry) => entry.role === key);
  const errorOf = (key: string) =>
    form.errorOf(`roles.${indexOf(key)}.expires_at`) ?? form.errorOf(`roles.${indexOf(key)}.role`);
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
        <fieldset className="grid min-w-0 gap-2">
          <legend className="sr-only">{t("role")}</legend>
          {roles.map((role) => (
            <RoleChoiceRow
              key={role.key}
              role={role}
              name={roleName(role.key)}
              held={held.find((entry) => entry.role === role.key)}
              wasHeld={member.roles.includes(role.key)}
              error={errorOf(role.key)}
              onChange={(next) => {
                const rest = held.filter((entry) => entry.role !== role.key);
                setHeld(next ? [...rest, next] : rest);
              }}
            />
          ))}
        </fieldset>
        {held.length === 0 ? <p className="text-fg-muted text-sm">{t("atLeastOne")}</p> : null}
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
