import { useTranslations } from "next-intl";
import type { FieldRow } from "./openapi-model";

/** Fields with their types; on a phone each row stands below its name. */
export function FieldTable({ label, rows }: { label: string; rows: readonly FieldRow[] }) {
  const t = useTranslations("docs");
  return (
    <dl aria-label={label} className="divide-y rounded-lg border">
      {rows.map((row) => (
        <div
          key={row.name}
          className="grid gap-1 px-3 py-2 sm:grid-cols-[minmax(0,14rem)_minmax(0,1fr)] sm:gap-4"
        >
          <dt className="min-w-0 break-words">
            <code className="font-mono font-medium text-xs">{row.name}</code>
            {row.isRequired ? <span className="ml-2 text-danger-text text-xs">{t("required")}</span> : null}
          </dt>
          <dd className="min-w-0 text-sm">
            <span className="break-words font-mono text-fg-subtle text-xs">{row.type}</span>
            {row.description ? (
              <span lang="en" className="block text-fg-muted">
                {row.description}
              </span>
            ) : null}
          </dd>
        </div>
      ))}
    </dl>
  );
}
