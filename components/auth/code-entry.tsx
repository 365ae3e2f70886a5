"use client";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { SubmitButton } from "@/components/auth/submit-button";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { OneTimeCodeInput } from "@/components/ui/forms/one-time-code-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

type Props<Answer> = {
  /** Flow endpoint that takes `{ code }`. */
  endpoint: string;
  submitLabel: string;
  /** Sent along with the code. */
  extra?: Record<string, string | boolean | undefined>;
  onDone: (answer: Answer) => void | Promise<void>;
};

/** Six digits: sent when the last one arrives, cleared when they were wrong. */
export function CodeEntry<Answer>({ endpoint, submitLabel, extra, onDone }: Props<Answer>) {
  const t = useTranslations("auth.fields");
  const formRef = useRef<HTMLFormElement>(null);
  const [code, setCode] = useState("");
  const form = useNativeForm({
    submit: async (values) => {
      try {
        return await api.post<Answer>(endpoint, { body: { ...extra, code: values.code } });
      } catch (error) {
        setCode("");
        throw error;
      }
    },
    onSuccess: onDone,
  });
  return (
    <form {...form.formProps} ref={formRef} className="grid gap-4">
      <Field label={t("code")} error={form.errorOf("code")} required>
        <OneTimeCodeInput
          name="code"
          value={code}
          onChange={setCode}
          // After the digit is in the field, which is what the form reads.
          onComplete={() => setTimeout(() => formRef.current?.requestSubmit(), 0)}
          autoFocus
        />
      </Field>
      <FormError failure={form.failure && { message: form.failure.message }} />
      <SubmitButton loading={form.isSubmitting}>{submitLabel}</SubmitButton>
    </form>
  );
}
