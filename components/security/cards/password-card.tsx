"use client";
import { useTranslations } from "next-intl";
import { SectionCard, useSection } from "@/components/security/section-card";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { LONGEST_PASSWORD_RULE, SHORTEST_PASSWORD } from "@/lib/tenancy/policies/schema";

/** How long the passwords of members must be. */
export function PasswordRulesCard() {
  const t = useTranslations("security.password");
  const section = useSection("password");
  const { draft, setDraft, errors } = section;
  return (
    <SectionCard title={t("title")} description={t("description")} state={section}>
      <Field
        label={t("length")}
        hint={t("lengthHint")}
        error={errors["password.min_length"]}
        className="max-w-xs"
      >
        <Input
          type="number"
          min={SHORTEST_PASSWORD}
          max={LONGEST_PASSWORD_RULE}
          value={draft.min_length}
          suffix={t("characters")}
          onChange={(event) => setDraft({ min_length: Number(event.target.value) })}
        />
      </Field>
    </SectionCard>
  );
}
