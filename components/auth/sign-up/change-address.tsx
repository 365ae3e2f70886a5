"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

/** For who mistyped the address: the same sign-up goes on with another one. */
export function ChangeAddress() {
  const t = useTranslations("auth.verify");
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const form = useNativeForm({
    submit: (values) => api.put("/api/auth-flows/sign-up/address", { body: { email: values.new_email } }),
    onSuccess: () => {
      setIsOpen(false);
      router.refresh();
    },
  });
  if (!isOpen) {
    return (
      <Button variant="link" size="inline" className="justify-self-start" onClick={() => setIsOpen(true)}>
        {t("changeAddress")}
      </Button>
    );
  }
  return (
    <form {...form.formProps} className="grid gap-3">
      <Field label={t("newAddress")} error={form.errorOf("email") ?? form.errorOf("new_email")} required>
        <Input name="new_email" type="email" size="lg" autoComplete="email" autoCapitalize="none" required />
      </Field>
      <FormError failure={form.failure} />
      <Button type="submit" loading={form.isSubmitting}>
        {t("sendThere")}
      </Button>
    </form>
  );
}
