"use client";
import { useTranslations } from "next-intl";
import { goTo } from "@/components/auth/go-to";
import { SubmitButton } from "@/components/auth/submit-button";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

type Props = { extra: Record<string, string | boolean | undefined> };

/** The second step with a recovery code. */
export function RecoveryCodeForm({ extra }: Props) {
  const t = useTranslations("auth");
  const form = useNativeForm({
    submit: (values) =>
      api.post<{ redirect_to: string }>("/api/auth-flows/sign-in/recovery-code", {
        body: { ...extra, code: values.code },
      }),
    onSuccess: (answer) => goTo(answer.redirect_to),
  });
  return (
    <form {...form.formProps} className="grid gap-4">
      <Field
        label={t("secondStep.recoveryCode")}
        hint={t("secondStep.recoveryHint")}
        error={form.errorOf("code")}
        required
      >
        <Input
          name="code"
          size="lg"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
          maxLength={60}
          autoFocus
          required
        />
      </Field>
      <FormError failure={form.failure && { message: form.failure.message }} />
      <SubmitButton loading={form.isSubmitting}>{t("secondStep.submit")}</SubmitButton>
    </form>
  );
}
