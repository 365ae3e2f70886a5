"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SubmitButton } from "@/components/auth/submit-button";
import { useHashToken } from "@/components/auth/use-hash-token";
import { Alert } from "@/components/ui/feedback/alert";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

/** Confirms with the mailed token that the second step is lost. */
export function ConfirmResetForm() {
  const t = useTranslations("auth.lostAccess");
  const [token] = useHashToken();
  const [isAsked, setIsAsked] = useState(false);
  const form = useNativeForm({
    submit: () => api.post("/api/auth-flows/factor-reset/confirmation", { body: { token } }),
    onSuccess: () => setIsAsked(true),
  });
  if (isAsked) {
    return (
      <Alert tone="success" role="status">
        {t("asked")}
      </Alert>
    );
  }
  if (!token) return <Alert tone="warning">{t("noLink")}</Alert>;
  return (
    <form {...form.formProps} className="grid gap-4">
      <FormError failure={form.failure && { message: form.failure.message }} />
      <SubmitButton loading={form.isSubmitting}>{t("confirm")}</SubmitButton>
    </form>
  );
}
