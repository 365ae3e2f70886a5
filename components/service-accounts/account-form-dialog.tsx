"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import type { HeldRole } from "@/components/members/role-choice-row";
import { RoleFields, rolesBody } from "@/components/members/role-fields";
import type { RoleChoice } from "@/components/members/use-role-name";
import {
  changeServiceAccount,
  createServiceAccount,
  setServiceAccountRoles,
} from "@/components/service-accounts/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import type { ServiceAccountDto } from "@/lib/access/service-accounts/schema";

type Props = {
  kind: "create" | "change" | "roles";
  /** The account on screen; none for a new one. */
  account?: ServiceAccountDto;
  roles: readonly RoleChoice[];
  onClose: () => void;
  onDone: () => void;
};

/** Makes a service account, or changes its words or its roles. */
export function AccountFormDialog({ kind, account, roles, onClose, onDone }: Props) {
  const t = useTranslations("serviceAccounts");
  const stepUp = useStepUp();
  const [held, setHeld] = useState<readonly HeldRole[]>(() =>
    (account?.bindings ?? []).map(({ role, expires_at: until }) => ({ role, until })),
  );
  const asksWords = kind !== "roles";
  const asksRoles = kind !== "change";
  const form = useNativeForm({
    submit: ({ name = "", description = "" }) =>
      stepUp.run(() => {
        if (!account) return createServiceAccount({ name, description, ...rolesBody(held) });
        return kind === "roles"
          ? setServiceAccountRoles(account.id, rolesBody(held))
          : changeServiceAccount(account.id, { name, description });
      }),
    onSuccess: ({ name }) => {
      toast.success(t(`${kind}.done`, { name }));
      onDone();
      onClose();
    },
  });
  return (
    <>
      <FormDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t(`${kind}.title`, { name: account?.name ?? "" })}
        description={t(`${kind}.description`)}
        form={form}
        confirmLabel={t(`${kind}.submit`)}
        disabled={asksRoles && held.length === 0}
      >
        {asksWords ? (
          <>
            <Field label={t("form.name")} hint={t("form.nameHint")} error={form.errorOf("name")} required>
              <Input name="name" defaultValue={account?.name} maxLength={100} autoComplete="off" required />
            </Field>
            <Field
              label={t("form.about")}
              optionalLabel={t("form.optional")}
              error={form.errorOf("description")}
            >
              <Input
                name="description"
                defaultValue={account?.description}
                maxLength={300}
                autoComplete="off"
              />
            </Field>
          </>
        ) : null}
        {asksRoles ? (
          <RoleFields
            roles={roles}
            held={held}
            before={account?.roles ?? []}
            onChange={setHeld}
            errorOf={form.errorOf}
          />
        ) : null}
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
