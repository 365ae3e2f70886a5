import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import type { AdminOperationDto } from "@/lib/back-office/tenants/schema";
import type { ProvisioningStepName } from "@/lib/lifecycle/operations/schema";

const TONES = { pending: "neutral", running: "info", succeeded: "success", failed: "danger" } as const;
type State = keyof typeof TONES;

/** The steps that built a workspace, with what went wrong on the way. */
export function OperationsCard({ operations }: { operations: readonly AdminOperationDto[] }) {
  const t = useTranslations("admin.tenant.operations");
  if (operations.length === 0) return null;
  return (
    <Card title={t("title")} description={t("description")} padding="flush">
      {operations.map((operation) => (
        <ol key={operation.id} className="divide-y">
          {operation.steps.map((step) => (
            <li
              key={step.name}
              className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-2.5 text-sm"
            >
              <span className="min-w-0 flex-1">
                {t(`steps.${step.name as ProvisioningStepName}`)}
                {step.attempts > 1 ? (
                  <span className="ml-2 text-fg-subtle text-xs">
                    {t("attempts", { count: step.attempts })}
                  </span>
                ) : null}
              </span>
              {step.finished_at ? (
                <span className="text-fg-subtle text-xs">
                  <DateTime value={step.finished_at} style="time" withZone />
                </span>
              ) : null}
              <StatusDot tone={TONES[step.state as State]} pulse={step.state === "running"}>
                {t(`states.${step.state as State}`)}
              </StatusDot>
              {step.error ? (
                <code className="w-full break-words text-danger-text text-xs">{step.error}</code>
              ) : null}
            </li>
          ))}
        </ol>
      ))}
    </Card>
  );
}
