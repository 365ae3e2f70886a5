"use client";
import { useTranslations } from "next-intl";
import { SectionCard, useSection } from "@/components/security/section-card";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { MAX_ABSOLUTE_MINUTES, MAX_IDLE_MINUTES } from "@/lib/tenancy/policies/schema";

const IDLE = [5, 15, 30, 60, 120, 240, 480];
const ABSOLUTE = [60, 240, 480, 720, 1440, 2880, 4320];

/** How long a session lasts without use, and at all. */
export function SessionCard() {
  const t = useTranslations("security.session");
  const section = useSection("session");
  const { draft, setDraft, errors } = section;
  const text = (minutes: number) =>
    minutes % 1440 === 0
      ? t("days", { count: minutes / 1440 })
      : minutes % 60 === 0
        ? t("hours", { count: minutes / 60 })
        : t("minutes", { count: minutes });
  const options = (known: number[], value: number | null, most: number) => [
    { value: "", label: t("platform", { limit: text(most) }) },
    ...[...new Set([...known, ...(value === null ? [] : [value])])]
      .sort((a, b) => a - b)
      .map((minutes) => ({ value: String(minutes), label: text(minutes) })),
  ];
  const read = (value: string) => (value === "" ? null : Number(value));
  return (
    <SectionCard title={t("title")} description={t("description")} state={section}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("idle")} hint={t("idleHint")} error={errors["session.idle_minutes"]}>
          <Select
            value={draft.idle_minutes === null ? "" : String(draft.idle_minutes)}
            options={options(IDLE, draft.idle_minutes, MAX_IDLE_MINUTES)}
            onChange={(event) => setDraft({ ...draft, idle_minutes: read(event.target.value) })}
          />
        </Field>
        <Field label={t("absolute")} hint={t("absoluteHint")} error={errors["session.absolute_minutes"]}>
          <Select
            value={draft.absolute_minutes === null ? "" : String(draft.absolute_minutes)}
            options={options(ABSOLUTE, draft.absolute_minutes, MAX_ABSOLUTE_MINUTES)}
            onChange={(event) => setDraft({ ...draft, absolute_minutes: read(event.target.value) })}
          />
        </Field>
      </div>
    </SectionCard>
  );
}
