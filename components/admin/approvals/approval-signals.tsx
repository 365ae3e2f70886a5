import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/display/badge";
import type { ApprovalSignals as Signals } from "@/lib/back-office/approvals/schema";

const MANY_REQUESTS = 3;

/** What the platform knows about a request, the doubtful in colour. */
export function ApprovalSignals({ signals }: { signals: Signals }) {
  const t = useTranslations("approvals.signals");
  const tone = { company: "success", free: "neutral", disposable: "danger" } as const;
  const { requests_by_account: byAccount, requests_by_ip: byIp } = signals;
  return (
    <div className="grid gap-2 text-sm">
      <ul aria-label={t("label")} className="flex flex-wrap gap-2">
        <li>
          <Badge tone={tone[signals.email_kind]}>
            {t(`email.${signals.email_kind}`, { domain: signals.email_domain })}
          </Badge>
        </li>
        <li>
          <Badge tone={byAccount > MANY_REQUESTS ? "warning" : "neutral"}>
            {t("byAccount", { count: byAccount })}
          </Badge>
        </li>
        <li>
          <Badge tone={byIp > MANY_REQUESTS ? "warning" : "neutral"}>{t("byIp", { count: byIp })}</Badge>
        </li>
      </ul>
      <Others title={t("sameDomain")} others={signals.same_domain} />
      <Others title={t("similar")} others={signals.similar} />
    </div>
  );
}

function Others({ title, others }: { title: string; others: Signals["similar"] }) {
  if (others.length === 0) return null;
  return (
    <p className="text-warning-text">
      {title}{" "}
      {others.map(({ id, name, slug }, index) => (
        <span key={id}>
          {index > 0 ? ", " : null}
          <Link href={`/tenants/${id}`} className="underline">
            {name || slug}
          </Link>{" "}
          ({slug})
        </span>
      ))}
    </p>
  );
}
