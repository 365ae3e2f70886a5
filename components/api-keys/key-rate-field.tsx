"use client";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";

type Props = {
  initial: number | null;
  onChange: (rate: number | null) => void;
  error: string | undefined;
};

/** How many requests a minute the key may make; empty for what the plan allows. */
export function KeyRateField({ initial, onChange, error }: Props) {
  const t = useTranslations("apiKeys.form");
  return (
    <Field label={t("rate")} hint={t("rateHint")} error={error}>
      <Input
        type="number"
        inputMode="numeric"
        min={1}
        step={1}
        defaultValue={initial ?? ""}
        onChange={(event) => onChange(event.target.value === "" ? null : Number(event.target.value))}
      />
    </Field>
  );
}
