"use client";
import { useTranslations } from "next-intl";
import type { Ref } from "react";
import { TextLink } from "@/components/auth/text-link";
import { Field } from "@/components/ui/forms/field";
import { PasswordInput } from "@/components/ui/forms/password-input";

type Props = {
  inputRef: Ref<HTMLInputElement>;
  /** What a password manager filled in with the address. */
  filled: string;
  error: string | undefined;
};

/** The password of the address above it. */
export function PasswordStep({ inputRef, filled, error }: Props) {
  const t = useTranslations("auth");
  return (
    <Field
      label={t("fields.password")}
      error={error}
      action={<TextLink href="/reset-password">{t("signIn.forgot")}</TextLink>}
      required
    >
      <PasswordInput
        ref={inputRef}
        name="password"
        size="lg"
        autoComplete="current-password"
        defaultValue={filled}
        required
      />
    </Field>
  );
}
