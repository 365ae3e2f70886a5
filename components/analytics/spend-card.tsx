import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import type { SpendDto } from "@/lib/billing/schema";
import { formatBytes, formatMoney, formatNumber } from "@/lib/core/format";
import { PLANS } from "@/lib/entitlements/catalogue";
import type { PerformanceDto } from "@/lib/usage/analytics/schema";

type Props = { spend: SpendDto; totals: PerformanceDto["totals"]; agents: number };

/** What the account pays, beside what this workspace used for it. */
export function SpendCard({ spend, totals, agents }: Props) {
  const t = useTranslations("analytics.spend");
  const locale = useFormatLocale();
  const money = (amount: number, currency: string) => formatMoney({ amountCents: amount, currency }, locale);
  const { recurring, invoiced } = spend;
  const items = [
    { key: "plan", term: t("plan"), value: PLANS[spend.plan].name },
    {
      key: "price",
      term: t("price"),
      value: recurring
        ? t(`per.${recurring.interval}`, { price: money(recurring.amount, recurring.currency) })
        : t("free"),
    },
    {
      key: "invoiced",
      term: t("invoiced"),
      value: `${money(invoiced.amount, invoiced.currency)} · ${t("invoices", { count: invoiced.invoices })}`,
    },
    { key: "requests", term: t("requests"), value: formatNumber(totals.requests, locale) },
    { key: "data", term: t("data"), value: formatBytes(totals.response_bytes, locale) },
    { key: "agents", term: t("agents"), value: formatNumber(agents, locale) },
  ];
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={
        <ButtonLink size="sm" href="/billing">
          {t("billing")}
        </ButtonLink>
      }
    >
      <DescriptionList items={items} />
    </Card>
  );
}
