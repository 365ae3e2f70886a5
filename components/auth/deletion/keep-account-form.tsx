"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SubmitButton } from "@/components/auth/submit-button";
import { useHashToken } from "@/components/auth/use-hash-token";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

/** Opens an account again that is being deleted. */
export function KeepAccountForm() {
  const t = useTranslations("auth.keepAccount");
  const [token] = useHashToken();
  const [isDone, setIsDone] = useState(false);
  const form = useNativeForm({
    submit: () => api.post("/api/auth-flows/deletion-cancel", { body: { token } }),
    onSuccess: () => setIsDone(true),
  });
  if (isDone) {
    return (
      <div className="grid gap-4">
        <Alert tone="success" role="status">
          {t("done")}
        </Alert>
        <ButtonLink href="/sign-in" variant="primary" size="lg" block>
          {t("signIn")}
        </ButtonLink>
      </div>
    );
  }
  if (!token) return <Alert tone="warning">{t("noLink")}</Alert>;
  return (
    <form {...form.formProps} className="grid gap-4">
      <FormError failure={form.failure} />
      <SubmitButton loading={form.isSubmitting}>{t("submit")}</SubmitButton>
    </form>
  );
}
