"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import type { RoleChoice } from "@/components/members/use-role-name";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { Select } from "@/components/ui/forms/select";
import { formatUtc } from "@/lib/core/format";

export type HeldRole = { role: string; until: string | null };

const HOUR_MS = 3_600_000;
const SPANS = { hour: 1, workday: 8, day: 24, week: 168, month: 720, quarter: 2160 } as const;
type Span = keyof typeof SPANS;
const SPAN_KEYS = Object.keys(SPANS) as Span[];

type Props = {
  role: RoleChoice;
  name: string;
  held: HeldRole | undefined;
  /** Held when the dialog opened: it can be kept even by whoever could not give it. */
  wasHeld: boolean;
  error: string | undefined;
  onChange: (held: HeldRole | undefined) => void;
};

/** One role to tick, and until when. */
export function RoleChoiceRow({ role, name, held, wasHeld, error, onChange }: Props) {
  const tRoles = useTranslations("roles");
  return (
    <div className="grid gap-2.5 rounded-lg border bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft">
      <Checkbox
        label={name}
        description={
          tRoles.has(`descriptions.${role.key}` as never)
            ? tRoles(`descriptions.${role.key}` as never)
            : role.description
        }
        checked={held !== undefined}
        disabled={!(role.grantable || wasHeld)}
        onChange={(event) => onChange(event.target.checked ? { role: role.key, until: null } : undefined)}
      />
      {held ? <UntilFields name={name} held={held} error={error} onChange={onChange} /> : null}
    </div>
  );
}

type UntilProps = Pick<Props, "name" | "error"> & { held: HeldRole; onChange: (held: HeldRole) => void };

/** Until when somebody has a role. */
export function UntilFields({ name, held, error, onChange }: UntilProps) {
  const t = useTranslations("members.changeRole");
  const locale = useFormatLocale();
  const [first] = useState(held.until);
  const [choice, setChoice] = useState<string>(first === null ? "never" : "kept");
  const choose = (next: string) => {
    setChoice(next);
    const hours = next in SPANS ? SPANS[next as Span] : undefined;
    if (hours !== undefined)
      onChange({ ...held, until: new Date(Date.now() + hours * HOUR_MS).toISOString() });
    else onChange({ ...held, until: next === "kept" ? first : null });
  };
  const kept =
    first === null
      ? []
      : [{ value: "kept", label: t("until", { date: formatUtc(first, locale, "dateTime") }) }];
  return (
    <div className="grid gap-2 pl-6.5 sm:grid-cols-2">
      <Field
        label={t("untilLabel", { role: name })}
        hideLabel
        error={choice === "custom" ? undefined : error}
      >
        <Select
          size="sm"
          value={choice}
          onChange={(event) => choose(event.target.value)}
          options={[
            { value: "never", label: t("spans.never") },
            ...kept,
            ...SPAN_KEYS.map((key) => ({ value: key, label: t(`spans.${key}`) })),
            { value: "custom", label: t("spans.custom") },
          ]}
        />
      </Field>
      {choice === "custom" ? (
        <Field label={t("customLabel", { role: name })} hideLabel error={error}>
          <Input
            size="sm"
            type="datetime-local"
            required
            onChange={(event) => {
              const at = new Date(event.target.value);
              onChange({ ...held, until: Number.isNaN(at.getTime()) ? null : at.toISOString() });
            }}
          />
        </Field>
      ) : null}
    </div>
  );
}
