"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { NewPasswordField } from "@/components/auth/password/new-password-field";
import { SaveCard } from "@/components/auth/profile/save-card";
import { Card } from "@/components/ui/display/card";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { FormError } from "@/components/ui/forms/form-error";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";
import { PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";

type Props = {
  email: string;
  hasPassword: boolean;
  /** What the strictest workspace of the person asks for. */
  minLength?: number;
  /** Loads the page anew afterwards, where the change opens what was shut. */
  isReload?: boolean;
};

/** Changes the password; the current one is asked again. */
export function PasswordCard({
  email,
  hasPassword,
  minLength = PASSWORD_MIN_LENGTH,
  isReload = false,
}: Props) {
  const t = useTranslations("profile.password");
  const [round, setRound] = useState(0);
  const form = useNativeForm({
    submit: (values) =>
      api.put("/me/password", {
        body: { current_password: values.current_password, new_password: values.new_password },
      }),
    onSuccess: () => {
      if (isReload) return window.location.assign("/");
      toast.success(t("saved"));
      // New fields: what was typed must not stay in the page.
      setRound(round + 1);
    },
  });
  if (!hasPassword) return <Card title={t("title")} description={t("none")} />;
  return (
    <SaveCard form={form} title={t("title")} description={t("description")} save={t("save")}>
      <div key={round} className="grid gap-4">
        {/* Password managers file the new password under this name. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <Field label={t("current")} error={form.errorOf("current_password")} required>
          <PasswordInput name="current_password" autoComplete="current-password" required />
        </Field>
        <NewPasswordField
          name="new_password"
          label={t("new")}
          minLength={minLength}
          size="md"
          error={form.errorOf("new_password")}
        />
        <FormError failure={form.failure} />
      </div>
    </SaveCard>
  );
}
