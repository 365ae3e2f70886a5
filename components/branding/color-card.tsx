"use client";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { HEX_COLOR } from "@/lib/core/brand/color";
import { adjustmentsOf } from "@/lib/core/brand/palette";
import { DEFAULT_PRIMARY } from "@/lib/core/brand/theme";
import { formatNumber } from "@/lib/core/format";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

type Props = { settings: BrandingSettings; change: (part: Partial<BrandingSettings>) => void };

/** Two colours, and what became of them where they would be hard to read. */
export function ColorCard({ settings, change }: Props) {
  const t = useTranslations("branding.colors");
  const { primary_color: primary, accent_color: accent } = settings;
  return (
    <Card title={t("title")} description={t("description")}>
      <div className="grid gap-5 sm:grid-cols-2">
        <ColorField
          label={t("primary")}
          hint={t("primaryHint")}
          value={primary}
          placeholder={DEFAULT_PRIMARY}
          clearLabel={t("reset")}
          onChange={(value) => change({ primary_color: value })}
        />
        <ColorField
          label={t("accent")}
          hint={t("accentHint")}
          value={accent}
          placeholder={primary ?? DEFAULT_PRIMARY}
          clearLabel={t("clear")}
          onChange={(value) => change({ accent_color: value })}
        />
      </div>
      {primary ? <ContrastNote color={primary} /> : null}
    </Card>
  );
}

function ContrastNote({ color }: { color: string }) {
  const t = useTranslations("branding.colors");
  const locale = useLocale();
  const adjustments = adjustmentsOf(color);
  return (
    <div role="status" className="mt-4 grid gap-2 border-t pt-4 text-sm">
      {adjustments.length === 0 ? <StatusDot tone="success">{t("fine")}</StatusDot> : null}
      {adjustments.map(({ scheme, chosen, used, ratio }) => (
        <StatusDot key={scheme} tone="info" className="!items-baseline !whitespace-normal">
          <span>
            {t.rich("adjusted", {
              scheme,
              chosen,
              ratio: formatNumber(ratio, locale, 1),
              code: () => (
                <code className="mx-0.5 inline-flex items-center gap-1.5 font-mono">
                  <span
                    aria-hidden="true"
                    className="inline-block size-3 rounded-sm border"
                    style={{ backgroundColor: used }}
                  />
                  {used}
                </code>
              ),
            })}
          </span>
        </StatusDot>
      ))}
    </div>
  );
}

type ColorFieldProps = {
  label: string;
  hint: string;
  value: string | null;
  placeholder: string;
  clearLabel: string;
  onChange: (value: string | null) => void;
};

function ColorField({ label, hint, value, placeholder, clearLabel, onChange }: ColorFieldProps) {
  const t = useTranslations("branding.colors");
  const errors = useTranslations("errors.reasons");
  const [typed, setTyped] = useState(value ?? "");
  useEffect(() => setTyped(value ?? ""), [value]);
  const take = (text: string) => {
    setTyped(text);
    const hex = text.trim().toLowerCase();
    if (hex === "") onChange(null);
    else if (HEX_COLOR.test(hex)) onChange(hex);
  };
  const isWrong = typed.trim() !== "" && !HEX_COLOR.test(typed.trim().toLowerCase());
  return (
    <Field
      label={label}
      hint={hint}
      error={isWrong ? errors("color_format") : undefined}
      action={
        value ? (
          <Button variant="link" size="inline" onClick={() => onChange(null)}>
            {clearLabel}
          </Button>
        ) : undefined
      }
    >
      <Input
        value={typed}
        placeholder={placeholder}
        maxLength={7}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => take(event.target.value)}
        className="font-mono"
        prefix={
          <input
            type="color"
            aria-label={t("pick", { name: label })}
            value={value ?? placeholder}
            onChange={(event) => take(event.target.value)}
            className="block size-6 cursor-pointer appearance-none rounded-sm border-0 bg-transparent p-0 [&::-moz-color-swatch]:rounded-sm [&::-moz-color-swatch]:border-line [&::-webkit-color-swatch-wrapper]:p-0 [&::-webkit-color-swatch]:rounded-sm [&::-webkit-color-swatch]:border-line"
          />
        }
      />
    </Field>
  );
}
