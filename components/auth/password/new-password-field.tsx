"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/forms/field";
import { PasswordInput } from "@/components/ui/forms/password-input";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";
import { passwordStrength } from "@/lib/core/password-strength";

type Props = {
  name: string;
  label: string;
  error: string | undefined;
  size?: "md" | "lg";
  minLength?: number | undefined;
};

const TONES = ["bg-line-strong", "bg-danger", "bg-warning", "bg-success", "bg-success"];

/** A field for a new password, with a meter that grows with it. */
export function NewPasswordField({
  name,
  label,
  error,
  size = "lg",
  minLength = PASSWORD_MIN_LENGTH,
}: Props) {
  const t = useTranslations("auth.fields");
  const [value, setValue] = useState("");
  const strength = passwordStrength(value);
  return (
    <div className="grid gap-2">
      <Field label={label} error={error} hint={t("passwordHint", { minimum: minLength })} required>
        <PasswordInput
          name={name}
          size={size}
          autoComplete="new-password"
          required
          minLength={minLength}
          maxLength={PASSWORD_MAX_LENGTH}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      </Field>
      {value ? (
        <div className="flex items-center gap-3 text-fg-subtle text-sm">
          <span aria-hidden="true" className="grid flex-1 grid-cols-4 gap-1">
            {[1, 2, 3, 4].map((step) => (
              <span
                key={step}
                className={cn("h-1 rounded-full", step <= strength ? TONES[strength] : "bg-line")}
              />
            ))}
          </span>
          <span role="status">
            <span className="sr-only">{t("strength.label")}: </span>
            {t(`strength.${strength}`)}
          </span>
        </div>
      ) : null}
    </div>
  );
}
