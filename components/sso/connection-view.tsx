"use client";
import { useTranslations } from "next-intl";
import { DirectoryCard } from "@/components/scim/directory-card";
import { ConnectionStatus } from "@/components/sso/connection-status";
import { KeysCard } from "@/components/sso/keys-card";
import { SetupLinkCard } from "@/components/sso/setup-link-card";
import { DomainsStep } from "@/components/sso/steps/domains-step";
import { ExchangeStep } from "@/components/sso/steps/exchange-step";
import { MappingStep } from "@/components/sso/steps/mapping-step";
import { SwitchStep } from "@/components/sso/steps/switch-step";
import { TestStep } from "@/components/sso/steps/test-step";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { Stepper } from "@/components/ui/navigation/stepper";
import type { SsoConnectionDto } from "@/lib/access/single-sign-on/schema";

type Props = {
  connection: SsoConnectionDto;
  roles: readonly { key: string; name: string }[];
  mayManage: boolean;
};

/** The way from a new connection to one that people sign in through, and everything about it later. */
export function ConnectionView({ connection, roles, mayManage }: Props) {
  const t = useTranslations("sso");
  const done = {
    exchange: connection.oidc !== null || connection.saml !== null,
    domains: connection.domains.some(({ status }) => status !== "pending"),
    test: connection.tested_at !== null,
    switch: connection.status === "enabled",
  };
  const order = ["exchange", "domains", "mapping", "test", "switch"] as const;
  const isDone = (step: (typeof order)[number]) => (step === "mapping" ? done.exchange : done[step]);
  const current = order.find((step) => !isDone(step));
  return (
    <>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs
            items={[{ label: t("title"), href: "/settings/single-sign-on" }, { label: connection.name }]}
          />
        }
        title={connection.name}
        description={`${t(`presets.${connection.preset}`)} · ${t(`kinds.${connection.kind}`)}`}
        badges={<ConnectionStatus status={connection.status} />}
      />
      <div className="grid gap-6">
        <Stepper
          steps={order.map((step) => ({
            id: step,
            label: t(`steps.${step}.short`),
            href: `#${step}`,
            state: isDone(step) ? "done" : step === current ? "current" : "todo",
          }))}
        />
        {mayManage && connection.status !== "enabled" ? <SetupLinkCard connectionId={connection.id} /> : null}
        <ExchangeStep connection={connection} mayManage={mayManage} />
        <DomainsStep connection={connection} mayManage={mayManage} />
        <MappingStep connection={connection} roles={roles} mayManage={mayManage} />
        <TestStep connection={connection} mayManage={mayManage} />
        {connection.kind === "saml" ? <KeysCard mayManage={mayManage} /> : null}
        <SwitchStep connection={connection} mayManage={mayManage} />
        <DirectoryCard connectionId={connection.id} />
      </div>
    </>
  );
}
