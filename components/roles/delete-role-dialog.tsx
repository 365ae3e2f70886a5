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

/** Ends a role; whoever holds it, is offered it or gets it by a directory or provider gets another in the same moment. */
export function DeleteRoleDialog({ role, roles, onClose, onDeleted }: Props) {
  const t = useTranslations("roleEditor");
  const roleName = useRoleName(roles);
  const stepUp = useStepUp();
  const [target, setTarget] = useState("");
  const uses = useUses(role);
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
        description={uses ? t("remove.used", { uses }) : t("remove.unused")}
        form={form}
        confirmLabel={t("remove.confirm")}
        tone="danger"
      >
        {uses ? (
          <Field
            label={t("remove.target")}
            hint={role.link_count > 0 ? t("remove.linksHint") : undefined}
            error={form.errorOf("remap_to")}
          >
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

/** What gives the role now, in words; empty when nothing does. */
function useUses(role: RoleDto): string {
  const t = useTranslations("roleEditor.remove.uses");
  const format = useFormatter();
  const counts = {
    people: role.member_count,
    teams: role.team_count,
    programs: role.service_account_count,
    groups: role.group_count,
    keys: role.key_count,
    invitations: role.pending_invitations,
    links: role.link_count,
  };
  const parts = (Object.keys(counts) as (keyof typeof counts)[]).flatMap((kind) =>
    counts[kind] > 0 ? [t(kind, { count: counts[kind] })] : [],
  );
  if (role.connections.length > 0) parts.push(t("connections", { names: format.list(role.connections) }));
  return format.list(parts);
}
