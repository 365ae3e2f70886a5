import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { DateTime } from "@/components/ui/display/time";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import type { IsolationOverview } from "@/lib/back-office/isolation/schema";
import { PROBE_CHECKS, type ProbeCheck } from "@/lib/lifecycle/canaries/schema";

/** The newest probes that failed, with what did not hold. */
export function IsolationFailures({ failed }: { failed: IsolationOverview["failed"] }) {
  const t = useTranslations("isolation");
  if (failed.length === 0) {
    return (
      <Card title={t("admin.failures")}>
        <EmptyState variant="plain" title={t("admin.none")} description={t("admin.noneText")} />
      </Card>
    );
  }
  return (
    <Card title={t("admin.failures")}>
      <ul className="divide-y">
        {failed.map((probe) => (
          <li key={`${probe.cell} ${probe.at}`} className="grid gap-1 py-2.5 text-sm">
            <span className="font-medium">
              <DateTime value={probe.at} style="dateTimeSeconds" withZone /> · {probe.cell}
            </span>
            <ul className="list-disc pl-5 text-fg-muted">
              {probe.failures.map((name) => (
                <li key={name}>{isCheck(name) ? t(`checks.names.${name}`) : name}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function isCheck(name: string): name is ProbeCheck {
  return PROBE_CHECKS.some((check) => check === name);
}
