"use client";
import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { useRoleName } from "@/components/members/use-role-name";
import { deleteRole } from "@/components/roles/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { RoleDto } from "@/lib/access/roles/schema";

type Props = {
  role: RoleDto;
  roles: readonly RoleDto[];
  onClose: () => void;
  onDeleted: () => void;
};

/** Ends a role; whoever holds it, is invited to it or gets it by single sign-on gets another one in the same moment. */
export function DeleteRoleDialog({ role, roles, onClose, onDeleted }: Props) {
  const t = useTranslations("roleEditor");
  const roleName = useRoleName(roles);
  const stepUp = useStepUp();
  const [target, setTarget] = useState("");
  const format = useFormatter();
  const { connections } = role;
  const isUsed =
    role.member_count + role.service_account_count + role.pending_invitations + connections.length > 0;
  const form = useNativeForm({
    submit: () => stepUp.run(() => deleteRole(role.id, target || null)),
    onSuccess: () => {
      toast.success(t("deleted", { name: role.name }));
      onDeleted();
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        open
        kind="alert"
        onOpenChange={(open) => (open ? undefined : onClose())}
        title={t("remove.title", { name: role.name })}
        description={
          isUsed
            ? t("remove.used", {
                holders: role.member_count,
                programs: role.service_account_count,
                invited: role.pending_invitations,
                connections: connections.length,
                names: format.list(connections),
              })
            : t("remove.unused")
        }
        form={form}
        confirmLabel={t("remove.confirm")}
        tone="danger"
      >
        {isUsed ? (
          <Field label={t("remove.target")} error={form.errorOf("remap_to")}>
            <Select
              name="remap_to"
              required
              value={target}
              onChange={(event) => setTarget(event.target.value)}
              placeholder={t("remove.choose")}
              options={roles
                .filter((entry) => entry.id !== role.id && entry.grantable)
                .map((entry) => ({ value: entry.id, label: roleName(entry.key) }))}
            />
          </Field>
        ) : null}
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
