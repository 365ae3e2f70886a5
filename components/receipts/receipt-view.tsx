import { useTranslations } from "next-intl";
import { FixList } from "@/components/access/fix-list";
import { RequestForm } from "@/components/receipts/request-form";
import { useSubjectText } from "@/components/receipts/use-subject-text";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import { DateTime } from "@/components/ui/display/time";
import { Alert } from "@/components/ui/feedback/alert";
import type { ReceiptDetail } from "@/lib/access/receipts/schema";

/** One refusal: which rule, which counter and limit at that moment, what would change it, and a button to ask. */
export function ReceiptView({ receipt }: { receipt: ReceiptDetail }) {
  const t = useTranslations("receipts");
  const tAccess = useTranslations("access.reasons");
  const subject = useSubjectText();
  const rule = receipt.reason ?? receipt.code;
  const why = t.has(`rules.${rule}` as never)
    ? t(`rules.${rule}` as never)
    : tAccess.has(rule as never)
      ? tAccess(rule as never)
      : receipt.message;
  return (
    <div className="grid gap-6">
      <Alert tone="danger" title={why}>
        {receipt.subject ? subject(receipt.subject) : null}
      </Alert>
      <Card title={t("facts.title")} padding="flush">
        <div className="px-5">
          <DescriptionList items={useFacts(receipt)} />
        </div>
      </Card>
      <FixList fixes={receipt.fixes} />
      <Asked receipt={receipt} />
    </div>
  );
}

function useFacts(receipt: ReceiptDetail) {
  const t = useTranslations("receipts.facts");
  const { counter, subject } = receipt;
  const known = (value: number | null | undefined) => value ?? t("unknown");
  return [
    {
      key: "when",
      term: t("when"),
      value: <DateTime value={receipt.created_at} style="dateTime" withZone />,
    },
    { key: "who", term: t("who"), value: t(`actors.${receipt.actor.type}`, { name: receipt.actor.name }) },
    {
      key: "what",
      term: t("what"),
      value:
        receipt.method === "PAGE" ? t("page", { path: receipt.route }) : `${receipt.method} ${receipt.route}`,
    },
    ...(subject
      ? [{ key: "subject", term: t("subject"), value: <code className="font-mono text-xs">{subject}</code> }]
      : []),
    ...(counter
      ? [
          {
            key: "counter",
            term: t("counter"),
            value: t("counterValue", { used: known(counter.used), limit: known(counter.limit) }),
          },
        ]
      : []),
    ...(counter?.resets_at
      ? [
          {
            key: "resets",
            term: t("resets"),
            value: <DateTime value={counter.resets_at} style="dateTime" withZone />,
          },
        ]
      : []),
    ...(receipt.plan ? [{ key: "plan", term: t("plan"), value: receipt.plan }] : []),
    { key: "id", term: t("id"), value: <code className="font-mono text-xs">{receipt.id}</code> },
  ];
}

function Asked({ receipt }: { receipt: ReceiptDetail }) {
  const t = useTranslations("receipts.ask");
  if (receipt.request) {
    return (
      <Alert tone={receipt.request.status === "dismissed" ? "warning" : "success"}>
        {t(`states.${receipt.request.status}`)}
      </Alert>
    );
  }
  return receipt.may_request ? <RequestForm receiptId={receipt.id} /> : null;
}
