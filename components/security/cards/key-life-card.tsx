"use client";
import { useTranslations } from "next-intl";
import { SectionCard, useSection } from "@/components/security/section-card";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";

const DAYS = [7, 30, 60, 90, 180, 365];

/** How old an API key may become. */
export function KeyLifeCard() {
  const t = useTranslations("security.keys");
  const section = useSection("api_keys");
  const { draft, setDraft, errors } = section;
  const known = [...new Set([...DAYS, ...(draft.max_days === null ? [] : [draft.max_days])])];
  return (
    <SectionCard title={t("title")} description={t("description")} state={section}>
      <Field label={t("life")} hint={t("lifeHint")} error={errors["api_keys.max_days"]} className="max-w-xs">
        <Select
          value={draft.max_days === null ? "" : String(draft.max_days)}
          options={[
            { value: "", label: t("unlimited") },
            ...known
              .sort((a, b) => a - b)
              .map((days) => ({ value: String(days), label: t("days", { count: days }) })),
          ]}
          onChange={(event) =>
            setDraft({ max_days: event.target.value === "" ? null : Number(event.target.value) })
          }
        />
      </Field>
    </SectionCard>
  );
}
