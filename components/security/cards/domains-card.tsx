"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SectionCard, useSection } from "@/components/security/section-card";
import { Field } from "@/components/ui/forms/field";
import { Textarea } from "@/components/ui/forms/textarea";

const split = (text: string) => [
  ...new Set(
    text
      .toLowerCase()
      .split(/[\s,;]+/)
      .map((domain) => domain.replace(/^@/, ""))
      .filter(Boolean),
  ),
];

/** E-mail domains of people who may be invited and join. */
export function DomainsCard() {
  const t = useTranslations("security.domains");
  const section = useSection("email_domains");
  const { draft, setDraft, errors } = section;
  const [text, setText] = useState(draft.join("\n"));
  // Typed lines keep their blanks; a saved or discarded list replaces them.
  const shown = split(text).join() === draft.join() ? text : draft.join("\n");
  const invalid = Object.entries(errors).find(([path]) => path.startsWith("email_domains"))?.[1];
  return (
    <SectionCard title={t("title")} description={t("description")} state={section}>
      <Field label={t("list")} hint={t("listHint")} error={invalid} className="max-w-md">
        <Textarea
          rows={3}
          value={shown}
          spellCheck={false}
          placeholder="example.com"
          onChange={(event) => {
            setText(event.target.value);
            setDraft(split(event.target.value));
          }}
        />
      </Field>
    </SectionCard>
  );
}
