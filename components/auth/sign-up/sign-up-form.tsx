"use client";
import { useLocale, useTranslations } from "next-intl";
import { goTo, withParams } from "@/components/auth/go-to";
import { NewPasswordField } from "@/components/auth/password/new-password-field";
import { SubmitButton } from "@/components/auth/submit-button";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

type Props = { next: string | undefined; email: string | undefined };

/** The first page of a new person; the code page follows, whether or not the address is known. */
export function SignUpForm({ next, email }: Props) {
  const t = useTranslations("auth");
  const locale = useLocale();
  const form = useNativeForm({
    submit: (values) =>
      api.post("/api/auth-flows/sign-up", {
        body: {
          email: values.email,
          first_name: values.first_name,
          last_name: values.last_name,
          password: values.password,
          accept_terms: values.accept_terms === "on",
          locale,
        },
      }),
    onSuccess: () => goTo(withParams("/verify", { next })),
  });
  const termsError = form.errorOf("accept_terms");
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
          maxLength={254}
          defaultValue={email}
          required
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("fields.firstName")} error={form.errorOf("first_name")} required>
          <Input name="first_name" size="lg" autoComplete="given-name" maxLength={100} required />
        </Field>
        <Field label={t("fields.lastName")} error={form.errorOf("last_name")} required>
          <Input name="last_name" size="lg" autoComplete="family-name" maxLength={100} required />
        </Field>
      </div>
      <NewPasswordField name="password" label={t("fields.password")} error={form.errorOf("password")} />
      <div className="grid gap-1">
        <Checkbox
          name="accept_terms"
          required
          label={t("signUp.terms")}
          aria-invalid={termsError ? true : undefined}
          aria-describedby={termsError ? "terms-error" : undefined}
        />
        {termsError ? (
          <p id="terms-error" className="text-danger-text text-sm">
            {termsError}
          </p>
        ) : null}
      </div>
      <FormError failure={form.failure} />
      <SubmitButton loading={form.isSubmitting}>{t("signUp.submit")}</SubmitButton>
    </form>
  );
}
