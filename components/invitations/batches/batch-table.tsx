"use client";
import { useTranslations } from "next-intl";
import { type RoleChoice, useRoleName } from "@/components/members/use-role-name";
import { ScrollRegion } from "@/components/ui/display/scroll-region";
import { StatusDot } from "@/components/ui/display/status-dot";
import type { BatchResult, BatchVerdict } from "@/lib/access/invitations/batches/schema";

type Row = {
  line: number;
  email: string;
  role: string;
  name: string;
  outcome: BatchVerdict | BatchResult | null;
  /** The error's code, where this row alone failed. */
  reason?: string | null;
};

const HARMLESS = new Set(["duplicate", "already_member", "already_invited"]);

function toneOf(outcome: Row["outcome"]) {
  if (outcome === null) return "info" as const;
  if (outcome === "valid" || outcome === "invited") return "success" as const;
  return HARMLESS.has(outcome) ? ("neutral" as const) : ("danger" as const);
}

/** The rows of a list with what stands in the way of each, or what became of it. */
export function BatchTable({ rows, roles }: { rows: readonly Row[]; roles: readonly RoleChoice[] }) {
  const t = useTranslations("invitations.batch");
  const roleName = useRoleName(roles);
  const known = new Set(roles.map(({ key }) => key));
  return (
    <ScrollRegion label={t("rows")} className="max-h-[28rem] overflow-y-auto rounded-lg">
      <table className="w-full text-sm">
        <thead className="border-b text-left text-fg-muted">
          <tr>
            {(["line", "email", "role", "name", "outcome"] as const).map((column) => (
              <th key={column} scope="col" className="px-3 py-2 font-medium">
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y">
          {rows.map((row) => (
            <tr key={row.line}>
              <td className="tabular px-3 py-2 text-fg-subtle">{row.line}</td>
              <td className="max-w-64 truncate px-3 py-2 font-medium">{row.email || "–"}</td>
              <td className="px-3 py-2">{known.has(row.role) ? roleName(row.role) : row.role}</td>
              <td className="max-w-48 truncate px-3 py-2">{row.name || "–"}</td>
              <td className="px-3 py-2">
                <StatusDot tone={toneOf(row.outcome)}>{t(`outcomes.${row.outcome ?? "waiting"}`)}</StatusDot>
                {row.reason ? <code className="font-mono text-fg-muted text-xs"> {row.reason}</code> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
