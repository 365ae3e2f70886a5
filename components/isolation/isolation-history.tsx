import { useLocale, useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { formatUtc } from "@/lib/core/format";
import type { IsolationStatus } from "@/lib/lifecycle/canaries/schema";

type Day = IsolationStatus["days"][number];

/** Thirty days as one bar each; the words beside them and the table for screen readers say the same. */
export function IsolationHistory({ days }: { days: readonly Day[] }) {
  const t = useTranslations("isolation.history");
  const locale = useLocale();
  const probes = days.reduce((sum, day) => sum + day.probes, 0);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  return (
    <div className="grid gap-3">
      <p className="text-sm">{t("summary", { probes, failed })}</p>
      <ul className="flex h-8 items-stretch gap-0.5" aria-label={t("label")}>
        {days.map((day) => (
          <li key={day.date} className="min-w-0 flex-1" title={tip(day)}>
            <span aria-hidden="true" className={cn("block h-full rounded-xs", toneOf(day))} />
            <span className="sr-only">{tip(day)}</span>
          </li>
        ))}
      </ul>
      <div className="flex justify-between text-fg-muted text-xs">
        <span>{formatUtc(days[0]?.date ?? new Date(), locale, "date")}</span>
        <span>{t("today")}</span>
      </div>
    </div>
  );

  function tip(day: Day): string {
    const date = formatUtc(day.date, locale, "date");
    return day.probes === 0
      ? t("none", { date })
      : t("day", { date, probes: day.probes, failed: day.failed });
  }
}

function toneOf({ probes, failed }: Day): string {
  if (probes === 0) return "border bg-inset";
  return failed > 0 ? "bg-danger" : "bg-success";
}
