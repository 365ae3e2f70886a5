import { useTranslations } from "next-intl";
import { StatusDot } from "@/components/ui/display/status-dot";
import { PROBE_CHECKS } from "@/lib/lifecycle/canaries/schema";

/** What each probe tries, in plain words, and how it ended last time. */
export function IsolationChecks({ failures, isKnown }: { failures: readonly string[]; isKnown: boolean }) {
  const t = useTranslations("isolation.checks");
  return (
    <ul className="divide-y">
      {PROBE_CHECKS.map((check) => {
        const failed = failures.includes(check);
        return (
          <li
            key={check}
            className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1 py-2.5 text-sm"
          >
            <span className="min-w-0 max-w-prose">{t(`names.${check}`)}</span>
            {isKnown ? (
              <StatusDot tone={failed ? "danger" : "success"}>{failed ? t("failed") : t("held")}</StatusDot>
            ) : (
              <StatusDot tone="neutral">{t("unknown")}</StatusDot>
            )}
          </li>
        );
      })}
    </ul>
  );
}
