"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/auth/schema";

type Props = { open: boolean; onDone: () => void; onCancel: () => void };

/** Asks who is there: the password, and the code of the authenticator app where there is one. */
export function StepUpDialog({ open, onDone, onCancel }: Props) {
  const t = useTranslations("ui.stepUp");
  const me = useQuery({ queryKey: ["me"], queryFn: () => api.get<Me>("/me"), enabled: open });
  const form = useNativeForm({
    submit: (values) =>
      api.post("/me/step-up", { body: { password: values.password || null, code: values.code || null } }),
    onSuccess: onDone,
  });
  return (
    <FormDialog
      kind="alert"
      width="sm"
      open={open}
      onOpenChange={(isOpen) => !isOpen && onCancel()}
      title={t("title")}
      description={t("description")}
      form={form}
      confirmLabel={t("confirm")}
      disabled={!me.data}
    >
      {me.data ? (
        <>
          {me.data.has_password ? (
            <Field label={t("password")} error={form.errorOf("password")} required>
              <PasswordInput name="password" autoComplete="current-password" required />
            </Field>
          ) : null}
          {me.data.totp_enabled ? (
            <Field label={t("code")} error={form.errorOf("code")} required>
              <Input name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={7} />
            </Field>
          ) : null}
        </>
      ) : (
        <Skeleton className="h-9" />
      )}
    </FormDialog>
  );
}
