"use client";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { SubmitButton } from "@/components/auth/submit-button";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";

/** Asks who comes and hands over to the root host with the address filled in. */
export function BrandedEntry({ onward }: { onward: string }) {
  const t = useTranslations("auth");
  const [isLeaving, setIsLeaving] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setIsLeaving(true);
    const email = String(new FormData(event.currentTarget).get("email") ?? "").trim();
    const url = new URL(onward);
    if (email) url.searchParams.set("email", email);
    void goTo(url.toString());
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <Field label={t("fields.email")}>
        <Input
          name="email"
          type="email"
          size="lg"
          autoComplete="username webauthn"
          autoCapitalize="none"
          spellCheck={false}
        />
      </Field>
      <SubmitButton loading={isLeaving}>{t("signIn.continue")}</SubmitButton>
    </form>
  );
}
