import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

type Props = { before: unknown; after: unknown };
const NONE = "–";
const CELL = "border-t px-3 py-2 align-top break-words";

/** What an event changed, field by field; values that differ stand out. */
export function ChangesTable({ before, after }: Props) {
  const t = useTranslations("admin.audit.details");
  const [old, fresh] = [asRecord(before), asRecord(after)];
  const fields = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  if (fields.length === 0) return <p className="text-fg-muted text-sm">{t("noChanges")}</p>;
  return (
    <table aria-label={t("changes")} className="w-full table-fixed rounded-lg border text-xs">
      <thead className="bg-inset text-left text-fg-muted">
        <tr>
          <th className="w-1/4 px-3 py-2 font-medium">{t("field")}</th>
          <th className="px-3 py-2 font-medium">{t("before")}</th>
          <th className="px-3 py-2 font-medium">{t("after")}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const [was, is] = [asText(old[field]), asText(fresh[field])];
          const isChange = was !== is;
          return (
            <tr key={field}>
              <td className={cn(CELL, "font-mono")}>{field}</td>
              <td
                className={cn(
                  CELL,
                  "font-mono",
                  isChange && was !== NONE && "bg-danger-soft text-danger-text",
                )}
              >
                {was}
              </td>
              <td
                className={cn(
                  CELL,
                  "font-mono",
                  isChange && is !== NONE && "bg-success-soft text-success-text",
                )}
              >
                {is}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return {};
  return value as Record<string, unknown>;
}

function asText(value: unknown): string {
  if (value === undefined || value === null) return NONE;
  return typeof value === "string" ? value : JSON.stringify(value);
}
