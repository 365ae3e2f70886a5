"use client";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { CancelDialog } from "@/components/billing/cancel-dialog";
import { PortalButton } from "@/components/billing/portal-button";
import { changePlan, resumePlan } from "@/components/billing/queries";
import { usePlanText } from "@/components/billing/use-plan-text";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import type { SubscriptionDto } from "@/lib/billing/schema";
import { formatDate } from "@/lib/core/format";
import { PLANS, type PlanKey } from "@/lib/entitlements/catalogue";

type Props = { plan: PlanKey; subscription: SubscriptionDto | null; canManage: boolean };

/** What the account pays for, until when, and how to stop or go on. */
export function CurrentPlanCard({ plan, subscription, canManage }: Props) {
  const t = useTranslations("billing.current");
  return (
    <Card
      title={t("title")}
      action={canManage ? <PortalButton /> : undefined}
      footer={subscription && canManage ? <Actions subscription={subscription} /> : undefined}
    >
      <p className="font-semibold text-2xl tracking-tight" data-testid="current-plan">
        {PLANS[plan].name}
      </p>
      {subscription ? (
        <Facts subscription={subscription} />
      ) : (
        <p className="mt-1 text-fg-muted">{t("free")}</p>
      )}
    </Card>
  );
}

function Facts({ subscription }: { subscription: SubscriptionDto }) {
  const t = useTranslations("billing.current");
  const locale = useFormatLocale();
  const text = usePlanText();
  const { plan, interval, pending_plan, cancels_at, current_period_start, current_period_end } = subscription;
  const end = current_period_end ?? "";
  return (
    <dl className="mt-4 grid gap-x-8 gap-y-3 sm:grid-cols-2">
      <Fact label={t("statusLabel")}>
        <Status subscription={subscription} />
      </Fact>
      <Fact label={t("priceLabel")}>
        {text.price(plan, interval)} {text.unit(plan, interval)}
      </Fact>
      {current_period_start && current_period_end ? (
        <Fact label={t("periodLabel")}>
          {t("period", {
            start: formatDate(current_period_start, locale),
            end: formatDate(current_period_end, locale),
          })}
        </Fact>
      ) : null}
      {cancels_at ? (
        <Fact label={t("endsLabel")}>{t("ends", { date: formatDate(cancels_at, locale) })}</Fact>
      ) : (
        <Fact label={t("renewsLabel")}>
          {t("renews", { amount: text.price(pending_plan ?? plan, interval), date: formatDate(end, locale) })}
        </Fact>
      )}
      {pending_plan ? (
        <Fact label={t("pendingLabel")}>
          {t("pending", { plan: PLANS[pending_plan].name, date: formatDate(end, locale) })}
        </Fact>
      ) : null}
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-fg-subtle text-sm">{label}</dt>
      <dd className="tabular">{children}</dd>
    </div>
  );
}

function Status({ subscription: { status, cancels_at } }: { subscription: SubscriptionDto }) {
  const t = useTranslations("billing.current.status");
  if (status === "past_due" || status === "unpaid") return <StatusDot tone="danger">{t(status)}</StatusDot>;
  if (cancels_at) return <StatusDot tone="warning">{t("ending")}</StatusDot>;
  if (status === "paused") return <StatusDot tone="warning">{t("paused")}</StatusDot>;
  return <StatusDot tone="success">{t(status === "trialing" ? "trialing" : "active")}</StatusDot>;
}

function Actions({ subscription }: { subscription: SubscriptionDto }) {
  const t = useTranslations("billing.current");
  const router = useRouter();
  const showFailure = useFailureToast();
  const stepUp = useStepUp();
  const [isCancelling, setIsCancelling] = useState(false);
  const { id, plan, interval, pending_plan, cancels_at } = subscription;
  const settled = (message: string) => {
    toast.success(message);
    router.refresh();
  };
  const resume = useMutation({
    mutationFn: () => resumePlan(id),
    onSuccess: () => settled(t("resumed")),
    onError: showFailure,
  });
  const keep = useMutation({
    mutationFn: async () => (plan === "free" ? null : stepUp.run(() => changePlan(id, { plan, interval }))),
    onSuccess: () => settled(t("kept", { plan: PLANS[plan].name })),
    onError: showFailure,
  });
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      {pending_plan ? (
        <Button loading={keep.isPending} onClick={() => keep.mutate()}>
          {t("keep", { plan: PLANS[plan].name })}
        </Button>
      ) : null}
      {cancels_at ? (
        <Button variant="primary" loading={resume.isPending} onClick={() => resume.mutate()}>
          {t("resume")}
        </Button>
      ) : (
        <Button variant="danger-outline" onClick={() => setIsCancelling(true)}>
          {t("cancel")}
        </Button>
      )}
      <CancelDialog subscription={subscription} open={isCancelling} onOpenChange={setIsCancelling} />
      {stepUp.dialog}
    </div>
  );
}
