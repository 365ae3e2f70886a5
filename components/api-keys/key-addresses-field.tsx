"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/forms/field";
import { Textarea } from "@/components/ui/forms/textarea";

type Props = {
  initial: readonly string[];
  onChange: (addresses: string[]) => void;
  /** The error of one line, or (null) of the whole list. */
  errorOf: (row: number | null) => string | undefined;
};

/** Addresses that a key may be used from, one a line. */
export function KeyAddressesField({ initial, onChange, errorOf }: Props) {
  const t = useTranslations("apiKeys.form");
  const [lines, setLines] = useState(initial);
  const wrong = lines.findIndex((_, row) => errorOf(row) !== undefined);
  const error = wrong < 0 ? errorOf(null) : `${lines[wrong]}: ${errorOf(wrong)}`;
  return (
    <Field label={t("addresses")} hint={t("addressesHint")} error={error}>
      <Textarea
        rows={3}
        spellCheck={false}
        autoCapitalize="none"
        className="font-mono"
        placeholder="203.0.113.0/24"
        defaultValue={initial.join("\n")}
        onChange={(event) => {
          const next = event.target.value.split(/[\s,;]+/).filter(Boolean);
          setLines(next);
          onChange(next);
        }}
      />
    </Field>
  );
}
