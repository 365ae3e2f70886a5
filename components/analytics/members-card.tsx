import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { CsvLink } from "@/components/analytics/breakdown-card";
import { LockedState } from "@/components/analytics/locked-state";
import { BarChart } from "@/components/ui/charts/bar-chart";
import { Card } from "@/components/ui/display/card";
import { formatDate, formatNumber, startsWeek } from "@/lib/core/format";
import type { ActiveMembersDto, AnalyticsRange } from "@/lib/usage/analytics/schema";

type Props = {
  range: AnalyticsRange;
  /** Oldest first. */
  days: readonly ActiveMembersDto[];
  lockedBy: string | null;
  upgradeHref: string | null;
};

/** How many different people used the workspace. */
export function MembersCard({ range, days, lockedBy, upgradeHref }: Props) {
  const t = useTranslations("analytics.members");
  const locale = useFormatLocale();
  const last = days.at(-1);
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={lockedBy === null ? <CsvLink range={range} report="members" name={t("title")} /> : null}
    >
      {lockedBy !== null ? (
        <LockedState name={t("title")} plan={lockedBy} upgradeHref={upgradeHref} />
      ) : (
        <>
          <dl className="mb-5 grid grid-cols-3 gap-4">
            {(["daily", "weekly", "monthly"] as const).map((name) => (
              <div key={name}>
                <dt className="text-fg-muted text-xs">{t(name)}</dt>
                <dd className="tabular mt-0.5 font-semibold text-lg tracking-tight">
                  {formatNumber(last?.[name] ?? 0, locale)}
                </dd>
              </div>
            ))}
          </dl>
          <BarChart
            label={t("label")}
            series={[{ id: "daily", label: t("daily"), tone: "accent" }]}
            points={days.map((day) => ({
              id: day.day,
              label: formatDate(day.day, locale),
              values: [day.daily],
              startsWeek: startsWeek(day.day, locale),
            }))}
          />
        </>
      )}
    </Card>
  );
}
