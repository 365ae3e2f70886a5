"use client";
import { ExternalLink, RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { DnsRecord } from "@/components/domains/dns-record";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import { formatUtc } from "@/lib/core/format";
import type { DomainDto } from "@/lib/lifecycle/domains/schema";

type Props = { domain: DomainDto; mayManage: boolean; mayCheck: boolean };

/** One host name: its state, the records it needs and what the last look at them found. */
export function DomainCard({ domain, mayManage, mayCheck }: Props) {
  const t = useTranslations("domains");
  const locale = useFormatLocale();
  const router = useRouter();
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [isChecking, setIsChecking] = useState(false);
  const [isRemoving, setIsRemoving] = useState(false);
  const { hostname, status, last_result: result } = domain;
  const check = async () => {
    setIsChecking(true);
    try {
      const answer = await api.post<DomainDto>(`/domains/${domain.id}/checks`);
      if (answer.last_result === "verified") toast.success(t("verifiedToast", { hostname }));
      router.refresh();
    } catch (error) {
      showFailure(error);
    }
    setIsChecking(false);
  };
  const isProved = status === "verified";
  return (
    <Card
      title={<span className="break-all font-mono text-sm">{hostname}</span>}
      action={<StatusDot tone={TONES[status]}>{t(`status.${status}`)}</StatusDot>}
      footer={
        <>
          <span>
            {domain.last_checked_at
              ? t("checked", { when: formatUtc(domain.last_checked_at, locale) })
              : null}
          </span>
          <span className="flex flex-wrap gap-2">
            {mayManage ? (
              <Button variant="ghost" onClick={() => setIsRemoving(true)}>
                {t("remove")}
                <span className="sr-only">: {hostname}</span>
              </Button>
            ) : null}
            {status !== "pending" ? (
              <ButtonLink href={domain.url} external>
                <ExternalLink aria-hidden="true" className="size-4" />
                {t("open", { hostname })}
              </ButtonLink>
            ) : null}
            {mayCheck ? (
              <Button
                variant={isProved ? "secondary" : "primary"}
                loading={isChecking}
                onClick={() => void check()}
              >
                <RefreshCw aria-hidden="true" className="size-4" />
                {t("check")}
                <span className="sr-only">: {hostname}</span>
              </Button>
            ) : null}
          </span>
        </>
      }
    >
      <div className="grid gap-5">
        {status === "failing" && domain.drops_at ? (
          <Alert tone="warning">{t("failing", { when: formatUtc(domain.drops_at, locale) })}</Alert>
        ) : null}
        {!isProved && result && result !== "verified" ? (
          <Alert tone={result === "taken" ? "danger" : "info"} role="status">
            {t(`result.${result}`)}
          </Alert>
        ) : null}
        {isProved ? null : (
          <DnsRecord
            title={t("proof.title")}
            description={t("proof.description")}
            type="TXT"
            {...domain.record}
          />
        )}
        <DnsRecord
          title={isProved ? undefined : t("point.title")}
          description={isProved ? undefined : t("point.description")}
          type="CNAME"
          name={hostname}
          value={domain.target}
        />
      </div>
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setIsRemoving}
        title={t("removeDialog.title", { hostname })}
        description={t("removeDialog.description")}
        confirmLabel={t("removeDialog.confirm")}
        onConfirm={async () => {
          await stepUp.run(() => api.delete(`/domains/${domain.id}`));
          toast.success(t("removed", { hostname }));
          router.refresh();
        }}
      />
      {stepUp.dialog}
    </Card>
  );
}

const TONES = { pending: "info", verified: "success", failing: "warning" } as const;
