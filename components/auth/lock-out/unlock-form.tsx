"use client";
import { useTranslations } from "next-intl";
import { goTo } from "@/components/auth/go-to";
import { RequestUnlockForm } from "@/components/auth/lock-out/request-unlock-form";
import { SubmitButton } from "@/components/auth/submit-button";
import { useMailedLink } from "@/components/auth/use-mailed-link";
import { Button } from "@/components/ui/actions/button";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

/** Ends the lock with the mailed token, which stands behind `#`; asks for a link without one. */
export function UnlockForm() {
  const t = useTranslations("auth.unlock");
  const { token, forget } = useMailedLink();
  const form = useNativeForm({
    submit: () => api.post<{ redirect_to: string }>("/api/auth-flows/unlock/complete", { body: { token } }),
    onSuccess: (answer) => goTo(answer.redirect_to),
  });
  return (
    <>
      <p className="-mt-4 mb-6 text-fg-muted">{t(token ? "ready" : "description")}</p>
      {token ? (
        <form {...form.formProps} className="grid gap-4">
          <FormError failure={form.failure} />
          {form.failure ? (
            <Button onClick={forget}>{t("again")}</Button>
          ) : (
            <SubmitButton loading={form.isSubmitting}>{t("confirm")}</SubmitButton>
          )}
        </form>
      ) : (
        <RequestUnlockForm />
      )}
    </>
  );
}
