"use client";
import { KeySquare, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { PlanLocked } from "@/components/settings/plan-locked";
import { ConnectDialog } from "@/components/sso/connect-dialog";
import { ConnectionStatus } from "@/components/sso/connection-status";
import { EnforcementCard } from "@/components/sso/enforcement-card";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { Card } from "@/components/ui/display/card";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { Alert } from "@/components/ui/feedback/alert";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import type { SsoConnectionDto, SsoEnforcementDto } from "@/lib/access/single-sign-on/schema";

type Props = {
  connections: readonly SsoConnectionDto[];
  enforcement: SsoEnforcementDto;
  mayManage: boolean;
  /** `off`: a switch; `locked`: the plan. */
  state: "on" | "off" | "locked";
  planName: string;
  plansHref: string | undefined;
};

/** The workspace's own identity providers, and whether everybody has to come through them. */
export function SsoView({ connections, enforcement, mayManage, state, planName, plansHref }: Props) {
  const t = useTranslations("sso");
  const [isConnecting, setIsConnecting] = useState(false);
  const mayConnect = mayManage && state === "on";
  const connect = (
    <Button variant="primary" onClick={() => setIsConnecting(true)}>
      <Plus aria-hidden="true" className="size-4" />
      {t("connect.open")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={mayConnect && connections.length > 0 ? connect : undefined}
        badges={state === "locked" ? <PlanBadge plan={planName} locked /> : undefined}
      />
      <div className="grid gap-6">
        {state === "off" ? <Alert tone="warning">{t("off")}</Alert> : null}
        {connections.length > 0 ? (
          <ul className="grid gap-4">
            {connections.map((connection) => (
              <li key={connection.id}>
                <ConnectionCard connection={connection} />
              </li>
            ))}
          </ul>
        ) : state === "locked" ? (
          <PlanLocked
            icon={KeySquare}
            title={t("locked.title")}
            description={t("locked.description", { plan: planName })}
            plans={{ href: plansHref, label: t("locked.action") }}
          />
        ) : (
          <EmptyState
            icon={KeySquare}
            title={t("empty.title")}
            description={mayManage ? t("empty.description") : t("readOnly")}
            action={mayConnect ? connect : undefined}
          />
        )}
        {connections.length > 0 ? <EnforcementCard enforcement={enforcement} mayManage={mayConnect} /> : null}
      </div>
      {mayConnect ? <ConnectDialog open={isConnecting} onOpenChange={setIsConnecting} /> : null}
    </>
  );
}

function ConnectionCard({ connection }: { connection: SsoConnectionDto }) {
  const t = useTranslations("sso");
  const domains = connection.domains.map(({ domain }) => domain).join(", ");
  return (
    <Card
      title={connection.name}
      description={`${t(`presets.${connection.preset}`)} · ${t(`kinds.${connection.kind}`)}`}
      action={<ConnectionStatus status={connection.status} />}
      footer={
        <>
          <span>{t("people", { count: connection.people })}</span>
          <ButtonLink href={`/settings/single-sign-on/${connection.id}`}>
            {t("configure")}
            <span className="sr-only">: {connection.name}</span>
          </ButtonLink>
        </>
      }
    >
      <p className="break-words text-fg-muted text-sm">{domains || t("noDomains")}</p>
    </Card>
  );
}
