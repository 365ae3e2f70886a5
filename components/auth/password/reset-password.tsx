"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { NewPasswordField } from "@/components/auth/password/new-password-field";
import { ResetRequestForm } from "@/components/auth/password/reset-request-form";
import { SubmitButton } from "@/components/auth/submit-button";
import { Button } from "@/components/ui/actions/button";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { ApiError, api } from "@/lib/api/client";

/**
 * Both steps of a reset. The mailed token stands behind `#`, so no server, log or referrer has seen it; it is taken out
 * of the address bar at once.
 */
export function ResetPassword() {
  const t = useTranslations("auth.reset");
  const [token, setToken] = useState<string>();
  const [minLength, setMinLength] = useState<number>();
  useEffect(() => {
    const read = () => {
      const params = new URLSearchParams(window.location.hash.slice(1));
      const found = params.get("token");
      if (!found) return;
      setToken(found);
      setMinLength(Number(params.get("min")) || undefined);
      window.history.replaceState(window.history.state, "", window.location.pathname);
    };
    read();
    // The link may be opened in a tab that already shows this page.
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return (
    <>
      <p className="-mt-4 mb-6 text-fg-muted">{token ? t("chooseDescription") : t("description")}</p>
      {token ? (
        <NewPasswordForm token={token} minLength={minLength} onAgain={() => setToken(undefined)} />
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
