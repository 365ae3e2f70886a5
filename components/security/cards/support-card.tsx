"use client";
import { useTranslations } from "next-intl";
import { SectionCard, useSection } from "@/components/security/section-card";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { SUPPORT_ACCESS } from "@/lib/tenancy/policies/schema";

/** Whether our support may see the workspace as a member does. */
export function SupportCard() {
  const t = useTranslations("security.support");
  const section = useSection("support");
  const { draft, setDraft, errors } = section;
  return (
    <SectionCard title={t("title")} description={t("description")} state={section}>
      <RadioGroup
        legend={t("access")}
        variant="cards"
        value={draft.access}
        error={errors["support.access"]}
        onValueChange={(value) => {
          const access = SUPPORT_ACCESS.find((known) => known === value);
          if (access) setDraft({ ...draft, access });
        }}
        options={SUPPORT_ACCESS.map((value) => ({
          value,
          label: t(`${value}.label`),
          description: t(`${value}.description`),
        }))}
      />
      <Checkbox
        label={t("notify")}
        description={t("notifyHint")}
        checked={draft.notify}
        onChange={(event) => setDraft({ ...draft, notify: event.target.checked })}
      />
    </SectionCard>
  );
}
