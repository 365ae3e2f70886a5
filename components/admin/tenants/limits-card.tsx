import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { Meter } from "@/components/ui/feedback/meter";
import type { AdminTenantDetailDto } from "@/lib/back-office/tenants/schema";
import { formatPeriod } from "@/lib/core/format";

/** How much of each limit the workspace's account has taken. */
export function LimitsCard({ limits }: Pick<AdminTenantDetailDto, "limits">) {
  const t = useTranslations("admin.tenant.limits");
  const locale = useLocale();
  const period = limits.find((limit) => limit.period_start && limit.period_end);
  return (
    <Card title={t("title")} description={t("description")}>
      <div className="grid gap-4">
        {limits.map((limit) => (
          <Meter
            key={limit.meter}
            label={t(`meters.${limit.meter as "api_calls" | "agents" | "tenants"}`)}
            used={limit.used}
            limit={limit.limit}
          />
        ))}
      </div>
      {period?.period_start && period.period_end ? (
        <p className="mt-4 text-fg-subtle text-sm">
          {t("period", { period: formatPeriod(period.period_start, period.period_end, locale) })}
        </p>
      ) : null}
    </Card>
  );
}
