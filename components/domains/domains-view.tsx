"use client";
import { Globe, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { AddDomainDialog } from "@/components/domains/add-domain-dialog";
import { DomainCard } from "@/components/domains/domain-card";
import { PlanLocked } from "@/components/settings/plan-locked";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Card } from "@/components/ui/display/card";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { Alert } from "@/components/ui/feedback/alert";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import type { DomainDto } from "@/lib/lifecycle/domains/schema";

type Props = {
  domains: readonly DomainDto[];
  tenantAddress: string;
  mayManage: boolean;
  /** `off`: a switch; `locked`: the plan. */
  state: "on" | "off" | "locked";
  planName: string;
  plansHref: string | undefined;
};

/** The workspace's addresses: Atrium's and its own, each with the record that proves it. */
export function DomainsView({ domains, tenantAddress, mayManage, state, planName, plansHref }: Props) {
  const t = useTranslations("domains");
  const [isAdding, setIsAdding] = useState(false);
  const mayAdd = mayManage && state === "on";
  const addButton = (
    <Button variant="primary" onClick={() => setIsAdding(true)}>
      <Plus aria-hidden="true" className="size-4" />
      {t("add")}
    </Button>
  );
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        actions={mayAdd ? addButton : undefined}
        badges={state === "locked" ? <PlanBadge plan={planName} locked /> : undefined}
      />
      <div className="grid gap-6">
        {state === "off" ? <Alert tone="warning">{t("off")}</Alert> : null}
        <Card title={t("atrium.title")} description={t("atrium.description")}>
          <div className="flex flex-wrap items-center gap-2">
            <code className="min-w-0 break-all rounded-md bg-inset px-2 py-1 font-mono text-sm">
              {tenantAddress}
            </code>
            <CopyButton value={tenantAddress} label={t("copy", { what: t("atrium.title") })} />
          </div>
        </Card>
        {domains.map((domain) => (
          <DomainCard key={domain.id} domain={domain} mayManage={mayManage} mayCheck={mayAdd} />
        ))}
        {state === "locked" ? (
          <PlanLocked
            icon={Globe}
            title={t("locked.title")}
            description={t("locked.description", { plan: planName })}
            plans={{ href: plansHref, label: t("locked.action") }}
          />
        ) : domains.length === 0 ? (
          <EmptyState
            icon={Globe}
            title={t("empty.title")}
            description={mayManage ? t("empty.description") : t("readOnly")}
            action={mayAdd ? addButton : undefined}
          />
        ) : null}
      </div>
      {mayAdd ? <AddDomainDialog open={isAdding} onOpenChange={setIsAdding} /> : null}
    </>
  );
}
