import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Card } from "@/components/ui/display/card";
import type { RankedTenantDto } from "@/lib/back-office/analytics/schema";
import { formatDuration, formatNumber, formatPercent } from "@/lib/core/format";

const RANKINGS = ["noisiest", "slowest", "mostFailing"] as const;
type Ranking = (typeof RANKINGS)[number];
type Props = { ranking: Ranking; rows: readonly RankedTenantDto[] };

const HEAD = "h-9 px-3 font-medium text-fg-muted text-xs first:pl-5 last:pr-5";
const CELL = "px-3 py-2.5 first:pl-5 last:pr-5";

/** The ten workspaces that lead in one figure, which stands in the last column. */
export function RankingCard({ ranking, rows }: Props) {
  const t = useTranslations("analytics.admin.rankings");
  const title = t(`${ranking}.title`);
  return (
    <Card title={title} description={t(`${ranking}.description`)} padding="flush">
      {rows.length === 0 ? (
        <p className="px-5 py-8 text-center text-fg-muted text-sm">{t(`${ranking}.none`)}</p>
      ) : (
        <table aria-label={title} className="w-full table-fixed text-sm">
          <thead className="border-b bg-inset">
            <tr>
              <th className={cn(HEAD, "text-left")}>{t("workspace")}</th>
              {ranking === "noisiest" ? null : (
                <th className={cn(HEAD, "w-24 text-right")}>{t("requests")}</th>
              )}
              <th className={cn(HEAD, "w-24 text-right")}>{t(`${ranking}.column`)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.tenant_id} ranking={ranking} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

function Row({ ranking, row }: { ranking: Ranking; row: RankedTenantDto }) {
  const locale = useLocale();
  const requests = formatNumber(row.requests, locale);
  const figure = {
    noisiest: requests,
    slowest: row.p95_ms === null ? "–" : formatDuration(row.p95_ms, locale),
    mostFailing: formatPercent(row.error_rate, locale, 2),
  }[ranking];
  return (
    <tr className="border-b last:border-0">
      <th scope="row" className={cn(CELL, "truncate text-left font-normal")}>
        <Link
          href={`/tenants/${row.tenant_id}/analytics`}
          className="font-medium underline-offset-4 hover:underline"
        >
          {row.name}
        </Link>
        <span className="ml-2 text-fg-subtle text-xs">{row.slug}</span>
      </th>
      {ranking === "noisiest" ? null : (
        <td className={cn(CELL, "tabular text-right text-fg-muted")}>{requests}</td>
      )}
      <td className={cn(CELL, "tabular text-right font-medium")}>{figure}</td>
    </tr>
  );
}
