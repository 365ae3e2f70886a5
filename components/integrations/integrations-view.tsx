"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IntegrationCard } from "@/components/integrations/integration-card";
import { IntegrationSheet } from "@/components/integrations/integration-sheet";
import { integrations } from "@/components/integrations/queries";
import { ErrorState } from "@/components/ui/feedback/error-state";
import { PageHeader } from "@/components/ui/navigation/page-header";
import type { IntegrationDto, IntegrationKind } from "@/lib/notifications/integrations/schema";

type Props = { first: IntegrationDto[]; mayManage: boolean };

/** What the workspace is connected to, and what its plan could connect it to. */
export function IntegrationsView({ first, mayManage }: Props) {
  const t = useTranslations("integrations");
  const all = useQuery(integrations(first));
  const [open, setOpen] = useState<IntegrationKind>();
  const [isOpen, setIsOpen] = useState(false);
  const shown = all.data.data.find((item) => item.kind === open);
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      {all.error ? <ErrorState error={all.error} onRetry={() => void all.refetch()} /> : null}
      <ul className="grid gap-4 md:grid-cols-2">
        {all.data.data.map((item) => (
          <li key={item.kind} className="grid">
            <IntegrationCard
              integration={item}
              mayManage={mayManage}
              onOpen={() => {
                setOpen(item.kind);
                setIsOpen(true);
              }}
            />
          </li>
        ))}
      </ul>
      {shown ? (
        <IntegrationSheet
          key={shown.kind}
          integration={shown}
          open={isOpen}
          mayManage={mayManage}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </>
  );
}
