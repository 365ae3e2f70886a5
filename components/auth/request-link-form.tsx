"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { SubmitButton } from "@/components/auth/submit-button";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

type Props = {
  /** Flow endpoint that takes `{ email }` and answers the same for every address. */
  endpoint: string;
  submitLabel: string;
  /** What stands there afterwards. */
  sent: (email: string) => ReactNode;
};

/** Asks for a link by mail. */
export function RequestLinkForm({ endpoint, submitLabel, sent }: Props) {
  const t = useTranslations("auth.fields");
  const [sentTo, setSentTo] = useState<string>();
  const form = useNativeForm({
    submit: async ({ email = "" }) => {
      await api.post(endpoint, { body: { email } });
      return email;
    },
    onSuccess: setSentTo,
  });
  if (sentTo !== undefined) return sent(sentTo);
  return (
    <form {...form.formProps} className="grid gap-4">
      <Field label={t("email")} error={form.errorOf("email")} required>
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
      <SubmitButton loading={form.isSubmitting}>{submitLabel}</SubmitButton>
    </form>
  );
}
