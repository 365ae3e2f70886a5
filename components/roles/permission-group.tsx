"use client";
import { useTranslations } from "next-intl";
import {
  type CatalogueEntry,
  type PermissionState,
  type RoleDraft,
  stateOf,
} from "@/components/roles/role-draft";
import { usePermissionText } from "@/components/roles/use-permission-text";
import { cn } from "@/components/ui/cn";
import { Badge } from "@/components/ui/display/badge";
import { Checkbox } from "@/components/ui/forms/checkbox";

type Props = {
  resource: string;
  entries: readonly CatalogueEntry[];
  draft: RoleDraft;
  onChange: (changes: Record<string, PermissionState>) => void;
  readOnly: boolean;
};

/** The permissions of one resource, with one box for all of them. */
export function PermissionGroup({ resource, entries, draft, onChange, readOnly }: Props) {
  const t = useTranslations("roleEditor");
  const text = usePermissionText();
  const allowed = entries.filter(({ key }) => stateOf(draft, key) === "allow").length;
  const settable = entries.filter(({ key, held }) => held || stateOf(draft, key) === "allow");
  return (
    <section className="overflow-clip rounded-lg border" aria-label={text.resource(resource)}>
      <header className="flex flex-wrap items-center justify-between gap-2 border-b bg-inset px-4 py-2.5">
        <span className="flex items-center gap-2.5">
          <Checkbox
            aria-label={t("allowGroup", { resource: text.resource(resource) })}
            checked={allowed === entries.length}
            indeterminate={allowed > 0 && allowed < entries.length}
            disabled={readOnly || settable.length === 0}
            onChange={(event) => {
              const next: PermissionState = event.target.checked ? "allow" : "none";
              onChange(Object.fromEntries(settable.map(({ key }) => [key, next])));
            }}
          />
          <h3 className="font-medium text-sm">{text.resource(resource)}</h3>
        </span>
        <span className="text-fg-muted text-sm">{t("group", { count: allowed, total: entries.length })}</span>
      </header>
      <ul>
        {entries.map((entry) => (
          <li
            key={entry.key}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b px-4 py-2.5 last:border-0"
          >
            <PermissionLine entry={entry} />
            <TriState
              entry={entry}
              state={stateOf(draft, entry.key)}
              onChange={(state) => onChange({ [entry.key]: state })}
              readOnly={readOnly}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

const RISK_TONE = { low: "neutral", medium: "info", high: "warning" } as const;

function PermissionLine({ entry }: { entry: CatalogueEntry }) {
  const t = useTranslations("permissions");
  const text = usePermissionText();
  return (
    <span className="grid min-w-0 flex-1 basis-56 gap-0.5">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        {text.action(entry.key)}
        {entry.risk === "low" ? null : <Badge tone={RISK_TONE[entry.risk]}>{t(`risk.${entry.risk}`)}</Badge>}
        <code className="font-mono text-2xs text-fg-subtle">{entry.key}</code>
      </span>
      <span className="text-fg-muted text-sm">{text.about(entry.key)}</span>
    </span>
  );
}

const STATES: readonly PermissionState[] = ["allow", "none", "deny"];
const CHOSEN = {
  allow: "has-checked:bg-success-soft has-checked:text-success-text",
  none: "has-checked:bg-inset has-checked:text-fg",
  deny: "has-checked:bg-danger-soft has-checked:text-danger-text",
} as const;

type TriStateProps = {
  entry: CatalogueEntry;
  state: PermissionState;
  onChange: (state: PermissionState) => void;
  readOnly: boolean;
};

/** Three radio buttons that look like one switch: arrow keys move between them. */
function TriState({ entry, state, onChange, readOnly }: TriStateProps) {
  const t = useTranslations("roleEditor");
  const text = usePermissionText();
  return (
    <fieldset className="grid justify-items-end gap-1">
      <legend className="sr-only">{text.name(entry.key)}</legend>
      <span className="inline-flex divide-x overflow-clip rounded-md border">
        {STATES.map((value) => (
          <label
            key={value}
            className={cn(
              "relative px-2.5 py-1 text-fg-muted text-sm transition-colors has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-ring has-focus-visible:-outline-offset-2 has-disabled:opacity-60",
              CHOSEN[value],
            )}
          >
            <input
              type="radio"
              name={`state-${entry.key}`}
              value={value}
              checked={state === value}
              disabled={readOnly || (value === "allow" && !entry.held && state !== "allow")}
              onChange={() => onChange(value)}
              className="absolute inset-0 size-full appearance-none opacity-0"
            />
            {t(`state.${value}`)}
          </label>
        ))}
      </span>
      {entry.held || readOnly ? null : <span className="text-fg-subtle text-xs">{t("lacks")}</span>}
    </fieldset>
  );
}
