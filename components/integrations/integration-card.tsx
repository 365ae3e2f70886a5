"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { ICONS } from "@/components/integrations/fields";
import { integrations, saveIntegration } from "@/components/integrations/queries";
import { Button } from "@/components/ui/actions/button";
import { ButtonLink } from "@/components/ui/actions/button-link";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { RelativeTime } from "@/components/ui/display/time";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Switch } from "@/components/ui/forms/switch";
import type { IntegrationDto } from "@/lib/notifications/integrations/schema";

type Props = { integration: IntegrationDto; mayManage: boolean; onOpen: () => void };

/** One kind of integration: what it does, how it is, and the way into its settings. */
export function IntegrationCard({ integration, mayManage, onOpen }: Props) {
  const t = useTranslations("integrations");
  const { kind, available, configured, enabled } = integration;
  const Icon = ICONS[kind];
  const name = t(`kinds.${kind}.name`);
  return (
    <article className="flex flex-col gap-3 rounded-lg border bg-surface p-5" aria-label={name}>
      <header className="flex items-start gap-3">
        <span className="grid size-9 shrink-0 place-items-center rounded-md border bg-inset">
          <Icon aria-hidden="true" className="size-4" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold text-base">{name}</h2>
          <p className="text-fg-muted text-sm">{t(`kinds.${kind}.description`)}</p>
        </div>
        {available ? null : <PlanBadge plan={integration.plan} locked />}
        {available && configured && mayManage ? (
          <EnabledSwitch integration={integration} label={t("enabledLabel", { name })} />
        ) : null}
      </header>
      <div className="mt-auto flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2 text-sm">
        <State integration={integration} />
        {!available && !configured ? (
          <ButtonLink href="/billing" size="sm">
            {t("upgrade")}
          </ButtonLink>
        ) : configured || mayManage ? (
          <Button size="sm" variant={configured ? "secondary" : "primary"} onClick={onOpen}>
            {configured ? t(mayManage ? "manage" : "view") : t("connect")}
          </Button>
        ) : null}
      </div>
      {configured && enabled && integration.last_used_at ? (
        <p className="text-fg-subtle text-sm">
          {t("lastUsed")} <RelativeTime value={integration.last_used_at} />
        </p>
      ) : null}
    </article>
  );
}

function State({ integration }: { integration: IntegrationDto }) {
  const t = useTranslations("integrations");
  if (!integration.configured) return <StatusDot tone="neutral">{t("state.none")}</StatusDot>;
  if (!integration.available) return <StatusDot tone="warning">{t("state.paused")}</StatusDot>;
  if (!integration.enabled) return <StatusDot tone="neutral">{t("state.off")}</StatusDot>;
  if (integration.last_error) return <StatusDot tone="danger">{t("state.failing")}</StatusDot>;
  return <StatusDot tone="success">{t("state.on")}</StatusDot>;
}

function EnabledSwitch({ integration, label }: { integration: IntegrationDto; label: string }) {
  const client = useQueryClient();
  const showFailure = useFailureToast();
  const change = useMutation({
    mutationFn: (enabled: boolean) => saveIntegration(integration.kind, { enabled }),
    onSettled: () => client.invalidateQueries({ queryKey: integrations.key }),
    onError: showFailure,
  });
  return (
    <Switch
      aria-label={label}
      checked={change.isPending ? change.variables : integration.enabled}
      disabled={change.isPending}
      onCheckedChange={(checked) => change.mutate(checked)}
    />
  );
}
