"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SubmitButton } from "@/components/auth/submit-button";
import { Alert } from "@/components/ui/feedback/alert";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

/** Asks for the link; the answer is the same for every address. */
export function RequestUnlockForm() {
  const t = useTranslations("auth");
  const [sentTo, setSentTo] = useState<string>();
  const form = useNativeForm({
    submit: async ({ email = "" }) => {
      await api.post("/api/auth-flows/unlock", { body: { email } });
      return email;
    },
    onSuccess: setSentTo,
  });
  if (sentTo !== undefined) {
    return (
      <Alert tone="success" role="status">
        {t("locked.asked", { email: sentTo })}
      </Alert>
    );
  }
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
          required
        />
      </Field>
      <FormError failure={form.failure} />
      <SubmitButton loading={form.isSubmitting}>{t("unlock.submit")}</SubmitButton>
    </form>
  );
}
