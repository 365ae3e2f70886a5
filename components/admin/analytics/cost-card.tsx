import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { Card } from "@/components/ui/display/card";
import type { TenantCostDto } from "@/lib/back-office/analytics/schema";
import { formatMoney, formatNumber, formatPercent } from "@/lib/core/format";

const MICROS_PER_CENT = 10_000;
const CELL = "px-5 py-2.5";

/** What a workspace costs, line by line, and what is left of what it brings in. */
export function CostCard({ cost }: { cost: TenantCostDto }) {
  const t = useTranslations("analytics.admin.cost");
  const locale = useLocale();
  const { currency } = cost.total;
  return (
    <Card title={t("title")} description={t("description")} padding="flush">
      <table aria-label={t("title")} className="w-full text-sm">
        <thead className="border-b bg-inset text-fg-muted text-xs">
          <tr>
            <th className="h-9 px-5 text-left font-medium">{t("item")}</th>
            <th className="h-9 px-5 text-right font-medium">{t("quantity")}</th>
            <th className="h-9 px-5 text-right font-medium">{t("amount")}</th>
          </tr>
        </thead>
        <tbody>
          {cost.lines.map((line) => (
            <tr key={`${line.item}-${line.meter}`} className="border-b">
              <th scope="row" className={cn(CELL, "text-left font-normal")}>
                {line.meter ?? t(`items.${line.item}`)}
              </th>
              <td className={cn(CELL, "tabular text-right text-fg-muted")}>
                {line.meter === null
                  ? t(`quantities.${line.item as "base"}`, {
                      quantity: formatNumber(line.quantity, locale, 3),
                    })
                  : formatNumber(line.quantity, locale)}
              </td>
              <td className={cn(CELL, "tabular text-right")}>
                <Micros micros={line.micros} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <Sum name={t("total")}>
            <Micros micros={cost.total.micros} currency={currency} />
          </Sum>
          <Sum name={t("revenue")}>
            <Micros micros={cost.revenue.micros} currency={cost.revenue.currency} />
          </Sum>
          <Sum name={t("margin")} isStrong tone={cost.margin !== null && cost.margin < 0 ? "bad" : "good"}>
            {cost.margin === null ? t("noMargin") : formatPercent(cost.margin, locale, 1)}
          </Sum>
        </tfoot>
      </table>
    </Card>
  );
}

type SumProps = { name: string; isStrong?: boolean; tone?: "good" | "bad"; children: React.ReactNode };

function Sum({ name, isStrong = false, tone = "good", children }: SumProps) {
  return (
    <tr className={cn("border-b last:border-0", isStrong && "font-medium")}>
      <th scope="row" colSpan={2} className={cn(CELL, "text-left", isStrong ? "font-medium" : "font-normal")}>
        {name}
      </th>
      <td className={cn(CELL, "tabular text-right", tone === "bad" && "text-danger-text")}>{children}</td>
    </tr>
  );
}

/** Less than a cent is said, not rounded to nothing. */
export function Micros({ micros, currency }: { micros: number; currency: string }) {
  const t = useTranslations("analytics.admin.cost");
  const locale = useLocale();
  const amountCents = micros / MICROS_PER_CENT;
  if (amountCents > 0 && amountCents < 1) {
    return t("lessThan", { amount: formatMoney({ amountCents: 1, currency }, locale) });
  }
  return formatMoney({ amountCents, currency }, locale);
}
