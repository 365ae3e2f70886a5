"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { UntilFields } from "@/components/members/role-choice-row";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { giveTeamRole } from "@/components/teams/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { TeamDto } from "@/lib/teams/schema";

type Props = { team: TeamDto; roles: readonly RoleChoice[]; onClose: () => void; onDone: () => void };

/** Gives a team a role, for good or until a time, for the teams below too or not. */
export function GiveRoleDialog({ team, roles, onClose, onDone }: Props) {
  const t = useTranslations("teams.giveRole");
  const roleName = useRoleName(roles);
  const stepUp = useStepUp();
  const [held, setHeld] = useState<{ role: string; until: string | null }>({ role: "", until: null });
  const [inherit, setInherit] = useState(false);
  const form = useNativeForm({
    submit: () =>
      stepUp.run(() => giveTeamRole(team.id, { role: held.role, inherit, expires_at: held.until })),
    onSuccess: () => {
      toast.success(t("done", { role: roleName(held.role), team: team.name }));
      onDone();
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("title", { team: team.name })}
        description={t("description", { count: team.member_count })}
        form={form}
        confirmLabel={t("submit")}
        disabled={held.role === ""}
      >
        <Field label={t("role")} error={form.errorOf("role")}>
          <Select
            value={held.role}
            placeholder={t("placeholder")}
            onChange={(event) => setHeld({ ...held, role: event.target.value })}
            options={roles.map(({ key, grantable }) => ({
              value: key,
              label: roleName(key),
              disabled: !grantable,
            }))}
          />
        </Field>
        {held.role ? (
          <UntilFields
            name={roleName(held.role)}
            held={held}
            error={form.errorOf("expires_at")}
            onChange={setHeld}
          />
        ) : null}
        <Checkbox
          label={t("inherit")}
          description={t("inheritHint")}
          checked={inherit}
          onChange={(event) => setInherit(event.target.checked)}
        />
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
