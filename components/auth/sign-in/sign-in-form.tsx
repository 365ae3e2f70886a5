"use client";
import { useTranslations } from "next-intl";
import { goTo, withParams } from "@/components/auth/go-to";
import { SubmitButton } from "@/components/auth/submit-button";
import { TextLink } from "@/components/auth/text-link";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

type Props = { to: string | undefined; next: string | undefined; email: string | undefined };
type Answer = {
  status: "signed_in" | "totp_required" | "totp_enrolment_required";
  redirect_to: string | null;
};

/** E-mail and password, and on to the second step when one is owed. */
export function SignInForm({ to, next, email }: Props) {
  const t = useTranslations("auth");
  const form = useNativeForm({
    submit: (values) =>
      api.post<Answer>("/api/auth-flows/sign-in", {
        body: { email: values.email, password: values.password, to, next },
      }),
    onSuccess: (answer) => {
      if (answer.status === "totp_required") return goTo(withParams("/sign-in/code", { to, next }));
      if (answer.status === "totp_enrolment_required")
        return goTo(withParams("/sign-in/authenticator", { to, next }));
      return goTo(answer.redirect_to ?? "/");
    },
  });
  return (
    <form {...form.formProps} className="grid gap-4">
      <Field label={t("fields.email")} error={form.errorOf("email")} required>
        <Input
          name="email"
          type="email"
          size="lg"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={email}
          required
        />
      </Field>
      <Field
        label={t("fields.password")}
        error={form.errorOf("password")}
        action={<TextLink href="/reset-password">{t("signIn.forgot")}</TextLink>}
        required
      >
        <PasswordInput name="password" size="lg" autoComplete="current-password" required />
      </Field>
      <FormError failure={form.failure && { message: form.failure.message }} />
      <SubmitButton loading={form.isSubmitting}>{t("signIn.submit")}</SubmitButton>
    </form>
  );
}
