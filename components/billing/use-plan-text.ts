import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { formatMoney, formatNumber } from "@/lib/core/format";
import {
  type BillingInterval,
  CURRENCY,
  FEATURES,
  type FeatureKey,
  isLevel,
  PLANS,
  type PlanKey,
} from "@/lib/entitlements/catalogue";

type Value = number | string | boolean | null;

/** Writes plans, features and prices in the reader's language; the one place that knows how. */
export function usePlanText() {
  const t = useTranslations("plans");
  const locale = useFormatLocale();
  const money = (amountCents: number, currency: string = CURRENCY) =>
    formatMoney({ amountCents, currency }, locale, { whole: true });
  return {
    money,
    feature: (feature: FeatureKey) => t(`features.${feature}`),
    value: (feature: FeatureKey, value: Value) => {
      if (typeof value === "boolean") return t(value ? "values.included" : "values.notIncluded");
      if (value === null) return t("values.unlimited");
      if (typeof value === "string") return isLevel(value) ? t(`levels.${value}`) : value;
      const amount = formatNumber(value, locale);
      const spec = FEATURES[feature];
      if (spec.kind !== "limit" || spec.window === "total") return amount;
      return t(spec.window === "period" ? "values.perPeriod" : "values.perMinute", { amount });
    },
    price: (plan: PlanKey, interval: BillingInterval) => {
      const { price } = PLANS[plan];
      return price ? money(price[interval]) : t("price.free");
    },
    unit: (plan: PlanKey, interval: BillingInterval) => {
      if (!PLANS[plan].price) return t("price.forever");
      return t(interval === "year" ? "price.perYear" : "price.perMonth");
    },
  };
}
