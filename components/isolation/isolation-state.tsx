import { useTranslations } from "next-intl";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import { Alert } from "@/components/ui/feedback/alert";
import type { ProbeDto, IsolationState as State } from "@/lib/lifecycle/canaries/schema";

const TONES = { passing: "success", failing: "danger", stale: "warning", waiting: "info" } as const;

/** What the probes say now, in words. */
export function IsolationState({ state, last }: { state: State; last: ProbeDto | null }) {
  const t = useTranslations("isolation.state");
  return (
    <Alert tone={TONES[state]} title={t(`${state}.title`)}>
      <p>{t(`${state}.text`)}</p>
      {last ? (
        <p className="mt-1">
          {t.rich("last", {
            checks: last.checks,
            ms: last.duration_ms,
            when: () => <RelativeTime value={last.at} />,
            at: () => <DateTime value={last.at} style="dateTimeSeconds" withZone />,
          })}
        </p>
      ) : null}
    </Alert>
  );
}
