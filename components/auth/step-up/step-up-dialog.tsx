"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Button } from "@/components/ui/actions/button";
import { Skeleton } from "@/components/ui/feedback/skeleton";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { Dialog } from "@/components/ui/overlays/dialog";
import { api } from "@/lib/api/client";
import type { Me } from "@/lib/auth/schema";

type Props = { open: boolean; onDone: () => void; onCancel: () => void };

/** Asks who is there: the password, and the code of the authenticator app where there is one. */
export function StepUpDialog({ open, onDone, onCancel }: Props) {
  const t = useTranslations("ui.stepUp");
  const formId = useId();
  const me = useQuery({ queryKey: ["me"], queryFn: () => api.get<Me>("/me"), enabled: open });
  const form = useNativeForm({
    submit: (values) =>
      api.post("/me/step-up", { body: { password: values.password || null, code: values.code || null } }),
    onSuccess: onDone,
  });
  return (
    <Dialog
      kind="alert"
      width="sm"
      open={open}
      onOpenChange={(isOpen) => !isOpen && onCancel()}
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <Button onClick={onCancel}>{t("cancel")}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            loading={form.isSubmitting}
            disabled={!me.data}
          >
            {t("confirm")}
          </Button>
        </>
      }
    >
      <form {...form.formProps} id={formId} className="grid gap-4">
        {me.data ? (
          <>
            {me.data.has_password ? (
              <Field label={t("password")} error={form.errorOf("password")} required>
                <PasswordInput name="password" autoComplete="current-password" required />
              </Field>
            ) : null}
            {me.data.mfa_enabled ? (
              <Field label={t("code")} error={form.errorOf("code")} required>
                <Input name="code" inputMode="numeric" autoComplete="one-time-code" required maxLength={7} />
              </Field>
            ) : null}
          </>
        ) : (
          <Skeleton className="h-9" />
        )}
        <FormError failure={form.failure} />
      </form>
    </Dialog>
  );
}
