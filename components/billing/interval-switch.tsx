"use client";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { Badge } from "@/components/ui/display/badge";
import { BILLING_INTERVALS, type BillingInterval } from "@/lib/entitlements/catalogue";

type Props = { value: BillingInterval; onChange: (value: BillingInterval) => void };

/** Month or year. Needs the namespace `plans`. */
export function IntervalSwitch({ value, onChange }: Props) {
  const t = useTranslations("plans.interval");
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-lg border bg-inset p-0.5">
      <legend className="sr-only">{t("label")}</legend>
      {BILLING_INTERVALS.map((interval) => (
        <label
          key={interval}
          className="relative inline-flex h-8 cursor-pointer items-center gap-2 rounded-md border border-transparent px-3 text-fg-muted text-sm transition-colors has-checked:border-line has-checked:bg-surface has-checked:text-fg has-focus-visible:outline-2 has-focus-visible:outline-ring"
        >
          <input
            type="radio"
            name={name}
            value={interval}
            checked={interval === value}
            onChange={() => onChange(interval)}
            className="sr-only"
          />
          {t(interval)}
          {interval === "year" ? <Badge tone="success">{t("saving")}</Badge> : null}
        </label>
      ))}
    </fieldset>
  );
}
