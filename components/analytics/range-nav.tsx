import { useTranslations } from "next-intl";
import { ChoiceNav } from "@/components/usage/choice-nav";
import type { AnalyticsRange } from "@/lib/usage/analytics/schema";

type Props = {
  ranges: readonly AnalyticsRange[];
  current: AnalyticsRange;
  hrefOf: (range: AnalyticsRange) => string;
  /** Name of the plan that has the range, when this one lacks it. */
  lockedBy?: (range: AnalyticsRange) => string | null;
};

/** The range of every figure on the page, as links. */
export function RangeNav({ ranges, current, hrefOf, lockedBy }: Props) {
  const t = useTranslations("analytics");
  return (
    <ChoiceNav
      look="pills"
      label={t("ranges.label")}
      choices={ranges.map((range) => {
        const plan = lockedBy?.(range) ?? null;
        return {
          href: hrefOf(range),
          label: t(`ranges.${range}`),
          isCurrent: range === current,
          lockedText: plan === null ? undefined : t("locked.short", { plan }),
        };
      })}
    />
  );
}
