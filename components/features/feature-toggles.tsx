"use client";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { Card } from "@/components/ui/display/card";
import { PlanBadge } from "@/components/ui/display/plan-badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { toast } from "@/components/ui/feedback/toast";
import { Switch } from "@/components/ui/forms/switch";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import { formatDate } from "@/lib/core/format";
import type { FeatureDto } from "@/lib/lifecycle/features/schema";

type Props = { features: readonly FeatureDto[]; mayUpdate: boolean; plansHref: string | undefined };

/** Every switch with what decides over it; turning one asks first and says what will happen. */
export function FeatureToggles({ features, mayUpdate, plansHref }: Props) {
  const t = useTranslations("features");
  const router = useRouter();
  const [asked, setAsked] = useState<FeatureDto>();
  const [isOpen, setIsOpen] = useState(false);
  const ask = (feature: FeatureDto) => {
    setAsked(feature);
    setIsOpen(true);
  };
  const name = asked ? t(`names.${asked.feature}`) : "";
  const confirm = async () => {
    if (!asked) return;
    const enabled = !asked.wanted;
    await api.put(`/features/${asked.feature}`, { body: { enabled } });
    toast.success(t("done", { name, state: enabled ? "on" : "off" }));
    router.refresh();
  };
  return (
    <Card padding="flush" footer={mayUpdate ? undefined : t("readOnly")}>
      <ul aria-label={t("list")} className="divide-y">
        {features.map((feature) => (
          <FeatureRow
            key={feature.feature}
            feature={feature}
            mayUpdate={mayUpdate}
            plansHref={plansHref}
            onToggle={() => ask(feature)}
          />
        ))}
      </ul>
      {asked ? (
        <ConfirmDialog
          open={isOpen}
          onOpenChange={setIsOpen}
          tone={asked.wanted ? "danger" : "primary"}
          title={t(asked.wanted ? "confirmOff.title" : "confirmOn.title", { name })}
          description={t(`${asked.wanted ? "effectOff" : "effectOn"}.${asked.feature}`)}
          confirmLabel={t(asked.wanted ? "confirmOff.confirm" : "confirmOn.confirm")}
          onConfirm={confirm}
        />
      ) : null}
    </Card>
  );
}

type RowProps = {
  feature: FeatureDto;
  mayUpdate: boolean;
  plansHref: string | undefined;
  onToggle: () => void;
};

function FeatureRow({ feature, mayUpdate, plansHref, onToggle }: RowProps) {
  const t = useTranslations("features");
  const locale = useFormatLocale();
  const { source, wanted } = feature;
  const name = t(`names.${feature.feature}`);
  const isHeldBack = source !== "on" && source !== "workspace" && wanted;
  return (
    <li className="flex items-start justify-between gap-6 px-5 py-4">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-medium">
          {name}
          {source === "plan" && feature.required_plan ? (
            <PlanBadge plan={feature.required_plan} locked />
          ) : null}
        </p>
        <p className="mt-0.5 max-w-prose text-fg-muted text-sm">{t(`descriptions.${feature.feature}`)}</p>
        <p className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
          <StatusDot tone={TONES[source]} className="!whitespace-normal">
            {t(`state.${source}`, { percent: feature.rollout_percent })}
          </StatusDot>
          {feature.changed_by && feature.changed_at ? (
            <span className="text-fg-subtle">
              {t("changed", { name: feature.changed_by, when: formatDate(feature.changed_at, locale) })}
            </span>
          ) : null}
          {source === "plan" && plansHref ? (
            <Link href={plansHref} className="text-accent-text underline underline-offset-4">
              {t("upgrade")}
            </Link>
          ) : null}
        </p>
        {isHeldBack && source !== "plan" ? (
          <p className="mt-1 text-fg-subtle text-sm">{t("wantedOn")}</p>
        ) : null}
      </div>
      <Switch
        aria-label={t("switch", { name })}
        checked={wanted && source !== "plan"}
        disabled={!mayUpdate || source === "plan"}
        onChange={onToggle}
        className="mt-0.5"
      />
    </li>
  );
}

const TONES = {
  on: "success",
  platform: "danger",
  plan: "neutral",
  rollout: "info",
  workspace: "warning",
} as const;
