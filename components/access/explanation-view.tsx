import { Check, Minus, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { FixList } from "@/components/access/fix-list";
import { StepFacts } from "@/components/access/step-facts";
import { usePermissionText } from "@/components/roles/use-permission-text";
import { Badge } from "@/components/ui/display/badge";
import { Card } from "@/components/ui/display/card";
import { Alert } from "@/components/ui/feedback/alert";
import type { Explanation } from "@/lib/access/decisions/schema";

type Props = { explanation: Explanation };

/** The answer, every gate it passed or failed, what would change it and who can. */
export function ExplanationView({ explanation }: Props) {
  const t = useTranslations("access");
  const text = usePermissionText();
  const { subject, permission, allowed } = explanation;
  return (
    <div className="grid gap-6">
      <Alert
        tone={allowed ? "success" : "danger"}
        title={t(allowed ? "answer.yes" : "answer.no", {
          name: subject.name,
          permission: text.name(permission),
        })}
      >
        {allowed ? t("answer.yesDetail") : t("answer.noDetail")}
      </Alert>
      <FixList fixes={explanation.fixes} />
      <Card title={t("trace.title")} description={t("trace.description")} padding="flush">
        <ol>
          {explanation.steps.map((step, index) => (
            <li key={step.gate} className="flex gap-4 border-b px-5 py-3.5 last:border-0">
              <Outcome outcome={step.outcome} />
              <div className="grid min-w-0 flex-1 gap-1 text-sm">
                <p className="flex flex-wrap items-center gap-2 font-medium">
                  {index + 1}. {t(`gates.${step.gate}`)}
                  {step.depends_on.map((part) => (
                    <Badge key={part} tone="info">
                      {t(`depends.${part}`)}
                    </Badge>
                  ))}
                </p>
                <StepFacts step={step} explanation={explanation} />
              </div>
            </li>
          ))}
        </ol>
      </Card>
    </div>
  );
}

const OUTCOMES = {
  pass: { Icon: Check, tone: "text-success-text" },
  deny: { Icon: X, tone: "text-danger-text" },
  skip: { Icon: Minus, tone: "text-fg-subtle" },
} as const;

function Outcome({ outcome }: { outcome: Explanation["steps"][number]["outcome"] }) {
  const t = useTranslations("access.outcomes");
  const { Icon, tone } = OUTCOMES[outcome];
  return (
    <span className={`flex w-28 shrink-0 items-start gap-1.5 text-sm ${tone}`}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {t(outcome)}
    </span>
  );
}
