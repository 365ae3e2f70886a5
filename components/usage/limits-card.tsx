import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { Meter } from "@/components/ui/feedback/meter";
import { formatNumber, formatPeriod } from "@/lib/core/format";
import type { UsageLimitDto } from "@/lib/usage/schema";
import { forecast } from "./usage-view";

/** The account's limits, what is used of them, and where this period is heading. */
export function LimitsCard({
  limits,
  upgradeHref,
}: {
  limits: readonly UsageLimitDto[];
  upgradeHref: string | null;
}) {
  const t = useTranslations("usage.limits");
  const locale = useFormatLocale();
  const calls = limits.find((limit) => limit.meter === "api_calls");
  const expected = calls ? forecast(calls) : null;
  const isOver = calls?.limit != null && expected !== null && expected > calls.limit;
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={
        upgradeHref ? (
          <ButtonLink size="sm" href={upgradeHref}>
            {t("upgrade")}
          </ButtonLink>
        ) : undefined
      }
    >
      <div className="grid gap-5 sm:grid-cols-2 lg:grid-cols-4">
        {limits.map((limit) => (
          <Meter key={limit.meter} label={t(limit.meter)} used={limit.used} limit={limit.limit} />
        ))}
      </div>
      <p className="mt-4 text-fg-subtle text-sm">
        {calls?.period_start && calls.period_end
          ? t("period", { period: formatPeriod(calls.period_start, calls.period_end, locale) })
          : null}
        {expected === null ? null : (
          <span className={isOver ? "text-warning-text" : undefined}>
            {" · "}
            {t(isOver ? "forecastOver" : "forecast", { count: formatNumber(expected, locale) })}
          </span>
        )}
      </p>
    </Card>
  );
}
