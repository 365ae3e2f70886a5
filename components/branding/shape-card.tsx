"use client";
import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { BRAND_FONT_KEYS, BRAND_RADIUS_KEYS, type BrandFont, type BrandRadius } from "@/lib/core/brand/theme";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

type Props = { settings: BrandingSettings; change: (part: Partial<BrandingSettings>) => void };

/** Corners and typeface, from short lists. */
export function ShapeCard({ settings, change }: Props) {
  const t = useTranslations("branding.shape");
  return (
    <Card title={t("title")}>
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t("radius")}>
          <Select
            value={settings.radius}
            onChange={(event) => change({ radius: event.target.value as BrandRadius })}
            options={BRAND_RADIUS_KEYS.map((key) => ({ value: key, label: t(`radii.${key}`) }))}
          />
        </Field>
        <Field label={t("font")}>
          <Select
            value={settings.font}
            onChange={(event) => change({ font: event.target.value as BrandFont })}
            options={BRAND_FONT_KEYS.map((key) => ({ value: key, label: t(`fonts.${key}`) }))}
          />
        </Field>
      </div>
    </Card>
  );
}
