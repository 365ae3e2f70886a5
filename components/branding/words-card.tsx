"use client";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Switch } from "@/components/ui/forms/switch";
import { Textarea } from "@/components/ui/forms/textarea";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

type Props = {
  settings: BrandingSettings;
  change: (part: Partial<BrandingSettings>) => void;
  tenantName: string;
  mayHidePoweredBy: boolean;
  whiteLabelPlan: string;
};

/** The workspace's own words on its sign-in page and in its mails, and whose name stands below. */
export function WordsCard({ settings, change, tenantName, mayHidePoweredBy, whiteLabelPlan }: Props) {
  const t = useTranslations("branding");
  return (
    <Card title={t("words.title")} description={t("words.description")}>
      <div className="grid gap-5">
        <Field label={t("words.signInTitle")} hint={t("words.signInTitleHint", { name: tenantName })}>
          <Input
            value={settings.sign_in_title}
            maxLength={80}
            onChange={(event) => change({ sign_in_title: event.target.value })}
          />
        </Field>
        <Field label={t("words.signInText")} hint={t("words.signInTextHint")}>
          <Textarea
            value={settings.sign_in_text}
            maxLength={400}
            onChange={(event) => change({ sign_in_text: event.target.value })}
          />
        </Field>
        <Field label={t("words.emailFooter")} hint={t("words.emailFooterHint")}>
          <Textarea
            value={settings.email_footer}
            maxLength={400}
            onChange={(event) => change({ email_footer: event.target.value })}
          />
        </Field>
        <Field
          label={t("powered.label")}
          hint={
            mayHidePoweredBy ? (
              t("powered.hint")
            ) : (
              <span className="mt-1 inline-flex items-center gap-2">
                <PlanBadge plan={whiteLabelPlan} locked />
                {t("powered.locked", { plan: whiteLabelPlan })}
              </span>
            )
          }
          layout="row"
          className="border-t pt-4"
        >
          <Switch
            checked={settings.hide_powered_by && mayHidePoweredBy}
            disabled={!mayHidePoweredBy}
            onCheckedChange={(checked) => change({ hide_powered_by: checked })}
          />
        </Field>
      </div>
    </Card>
  );
}
