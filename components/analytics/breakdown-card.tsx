import { Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { BreakdownTable } from "@/components/analytics/breakdown-table";
import { LockedState } from "@/components/analytics/locked-state";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { ChoiceNav } from "@/components/usage/choice-nav";
import {
  type AnalyticsRange,
  BREAKDOWNS,
  type BreakdownBy,
  type BreakdownRowDto,
} from "@/lib/usage/analytics/schema";

type Props = {
  range: AnalyticsRange;
  by: BreakdownBy;
  rows: readonly BreakdownRowDto[];
  /** Name of the plan that has each breakdown, when this one lacks it. */
  lockedBy: (by: BreakdownBy) => string | null;
  upgradeHref: string | null;
};

/** Who and what calls: by route, API key or status, with its CSV. */
export function BreakdownCard({ range, by, rows, lockedBy, upgradeHref }: Props) {
  const t = useTranslations("analytics");
  const plan = lockedBy(by);
  return (
    <Card
      id="breakdown"
      title={t("breakdown.title")}
      description={t("breakdown.description")}
      padding="flush"
      action={plan === null ? <CsvLink range={range} report={by} name={t(`breakdown.table.${by}`)} /> : null}
    >
      <div className="border-b px-5 pt-1">
        <ChoiceNav
          look="tabs"
          label={t("breakdown.label")}
          choices={BREAKDOWNS.map((name) => {
            const locked = lockedBy(name);
            return {
              href: `/analytics?${new URLSearchParams({ range, by: name })}`,
              label: t(`breakdown.by.${name}`),
              isCurrent: name === by,
              lockedText: locked === null ? undefined : t("locked.short", { plan: locked }),
            };
          })}
        />
      </div>
      {plan !== null ? (
        <LockedState name={t(`breakdown.table.${by}`)} plan={plan} upgradeHref={upgradeHref} />
      ) : rows.length === 0 ? (
        <p className="px-5 py-10 text-center text-fg-muted">{t("noData")}</p>
      ) : (
        <BreakdownTable by={by} rows={rows} />
      )}
    </Card>
  );
}

/** Downloads a report of the page's range. */
export function CsvLink({ range, report, name }: { range: AnalyticsRange; report: string; name: string }) {
  const t = useTranslations("analytics");
  return (
    <ButtonLink
      external
      size="sm"
      download
      aria-label={t("downloadOf", { name })}
      href={`/api/v1/analytics/export?${new URLSearchParams({ range, report })}`}
    >
      <Download aria-hidden="true" className="size-3.5" />
      CSV
    </ButtonLink>
  );
}
