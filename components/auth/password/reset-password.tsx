"use client";
import { useTranslations } from "next-intl";
import { goTo } from "@/components/auth/go-to";
import { NewPasswordField } from "@/components/auth/password/new-password-field";
import { ResetRequestForm } from "@/components/auth/password/reset-request-form";
import { SubmitButton } from "@/components/auth/submit-button";
import { useMailedLink } from "@/components/auth/use-mailed-link";
import { Button } from "@/components/ui/actions/button";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { ApiError, api } from "@/lib/api/client";

/** Both steps of a reset: asking for a link, and the new password that it allows. */
export function ResetPassword() {
  const t = useTranslations("auth.reset");
  const { token, params, forget } = useMailedLink();
  return (
    <>
      <p className="-mt-4 mb-6 text-fg-muted">{token ? t("chooseDescription") : t("description")}</p>
      {token ? (
        <NewPasswordForm token={token} minLength={Number(params?.get("min")) || undefined} onAgain={forget} />
      ) : (
        <ResetRequestForm />
      )}
    </>
  );
}

type NewPasswordProps = { token: string; minLength: number | undefined; onAgain: () => void };

function NewPasswordForm({ token, minLength, onAgain }: NewPasswordProps) {
  const t = useTranslations("auth");
  const form = useNativeForm({
    submit: (values) =>
      api.post<{ redirect_to: string }>("/api/auth-flows/password-reset/complete", {
        body: { token, password: values.password },
      }),
    onSuccess: (answer) => goTo(answer.redirect_to),
  });
  const { failure } = form;
  const isExpired = failure?.error instanceof ApiError && failure.error.reason === "link_expired";
  return (
    <form {...form.formProps} className="grid gap-4">
      <NewPasswordField
        name="password"
        label={t("fields.newPassword")}
        error={form.errorOf("password")}
        minLength={minLength}
      />
      <FormError failure={failure} />
      {isExpired ? (
        <Button onClick={onAgain}>{t("reset.again")}</Button>
      ) : (
        <SubmitButton loading={form.isSubmitting}>{t("reset.chooseSubmit")}</SubmitButton>
      )}
    </form>
  );
}
