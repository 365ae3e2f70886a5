"use client";
import { useTranslations } from "next-intl";
import { SectionCard, useSection } from "@/components/security/section-card";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Alert } from "@/components/ui/feedback/alert";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Switch } from "@/components/ui/forms/switch";
import { MAX_GRACE_DAYS, MAX_TRUST_DAYS } from "@/lib/tenancy/policies/schema";

/** Whether members need a second factor, and how long they have. */
export function MfaCard({ hasFactor }: { hasFactor: boolean }) {
  const t = useTranslations("security.mfa");
  const section = useSection("mfa");
  const { draft, setDraft, errors } = section;
  return (
    <SectionCard title={t("title")} description={t("description")} state={section}>
      {!hasFactor && section.mayUpdate ? (
        <Alert
          tone="info"
          action={
            <ButtonLink href="/profile" size="sm">
              {t("setUp")}
            </ButtonLink>
          }
        >
          {t("setUpFirst")}
        </Alert>
      ) : null}
      <Field
        layout="row"
        label={t("required")}
        hint={t("requiredHint")}
        error={errors["mfa.required"] ?? errors["password.min_length"]}
      >
        <Switch checked={draft.required} onCheckedChange={(required) => setDraft({ ...draft, required })} />
      </Field>
      {draft.required ? (
        <Field label={t("grace")} hint={t("graceHint")} error={errors["mfa.grace_days"]} className="max-w-xs">
          <Input
            type="number"
            min={0}
            max={MAX_GRACE_DAYS}
            value={draft.grace_days}
            suffix={t("days")}
            onChange={(event) => setDraft({ ...draft, grace_days: Number(event.target.value) })}
          />
        </Field>
      ) : null}
      <Field
        label={t("trust")}
        hint={t("trustHint")}
        error={errors["mfa.trusted_device_days"]}
        className="max-w-xs"
      >
        <Input
          type="number"
          min={0}
          max={MAX_TRUST_DAYS}
          value={draft.trusted_device_days}
          suffix={t("days")}
          onChange={(event) => setDraft({ ...draft, trusted_device_days: Number(event.target.value) })}
        />
      </Field>
    </SectionCard>
  );
}
