import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { Meter } from "@/components/ui/feedback/meter";
import type { SeatsDto } from "@/lib/access/seats/schema";
import { formatDate } from "@/lib/core/format";

export type LimitUse = {
  meter: "api_calls" | "agents" | "tenants";
  used: number;
  limit: number | null;
  periodEnd: Date | null;
};

/** How much of each limit of the plan is taken. */
export function LimitsCard({ usage, seats }: { usage: readonly LimitUse[]; seats: SeatsDto | null }) {
  const t = useTranslations("billing.usage");
  const locale = useFormatLocale();
  const end = usage.find((row) => row.periodEnd)?.periodEnd;
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={<ButtonLink href="/usage">{t("details")}</ButtonLink>}
    >
      <div className="grid gap-4">
        {usage.map((row) => (
          <Meter key={row.meter} label={t(row.meter)} used={row.used} limit={row.limit} />
        ))}
        {seats ? <Meter label={t("seats")} used={seats.used} limit={seats.limit} /> : null}
      </div>
      {end ? (
        <p className="mt-4 text-fg-subtle text-sm">{t("periodNote", { date: formatDate(end, locale) })}</p>
      ) : null}
    </Card>
  );
}
