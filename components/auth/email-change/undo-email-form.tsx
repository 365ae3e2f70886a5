"use client";
import { useTranslations } from "next-intl";
import { goTo } from "@/components/auth/go-to";
import { SubmitButton } from "@/components/auth/submit-button";
import { useHashToken } from "@/components/auth/use-hash-token";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

/** Keeps the old address and goes on to a new password; without a good link only the latter. */
export function UndoEmailForm() {
  const t = useTranslations("auth.undoEmail");
  const [token] = useHashToken();
  const form = useNativeForm({
    submit: () => api.post<{ redirect_to: string }>("/api/auth-flows/email-undo", { body: { token } }),
    onSuccess: (answer) => goTo(answer.redirect_to),
  });
  if (!token || form.failure) {
    return (
      <div className="grid gap-4">
        {form.failure ? <FormError failure={form.failure} /> : <Alert tone="warning">{t("noLink")}</Alert>}
        <ButtonLink href="/reset-password" size="lg" block>
          {t("reset")}
        </ButtonLink>
      </div>
    );
  }
  return (
    <form {...form.formProps} className="grid gap-4">
      <SubmitButton loading={form.isSubmitting}>{t("submit")}</SubmitButton>
    </form>
  );
}
