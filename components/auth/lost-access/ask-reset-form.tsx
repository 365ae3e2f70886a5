"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SubmitButton } from "@/components/auth/submit-button";
import { Alert } from "@/components/ui/feedback/alert";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

/** Says what to try first, and mails the link that asks for a reset. */
export function AskResetForm() {
  const t = useTranslations("auth.lostAccess");
  const [isSent, setIsSent] = useState(false);
  const form = useNativeForm({
    submit: () => api.post("/api/auth-flows/factor-reset"),
    onSuccess: () => setIsSent(true),
  });
  if (isSent) {
    return (
      <Alert tone="success" role="status">
        {t("sent")}
      </Alert>
    );
  }
  return (
    <form {...form.formProps} className="grid gap-4">
      <ol className="grid list-decimal gap-2 pl-5 text-fg-muted text-sm">
        <li>{t("first")}</li>
        <li>{t("second")}</li>
        <li>{t("third")}</li>
      </ol>
      <FormError failure={form.failure && { message: form.failure.message }} />
      <SubmitButton loading={form.isSubmitting}>{t("submit")}</SubmitButton>
    </form>
  );
}
