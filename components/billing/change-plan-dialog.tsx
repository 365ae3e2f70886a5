"use client";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { ChangePreview } from "@/components/billing/change-preview";
import { changePlan, goToCheckout, goToPortal, previewQuery, type Terms } from "@/components/billing/queries";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { Spinner } from "@/components/ui/feedback/spinner";
import { toast } from "@/components/ui/feedback/toast";
import { useErrorText } from "@/components/ui/forms/error-text";
import { failureOf } from "@/components/ui/forms/failure-of";
import { FormError } from "@/components/ui/forms/form-error";
import { Dialog } from "@/components/ui/overlays/dialog";
import { ApiError } from "@/lib/api/client";
import type { PreviewDto, SubscriptionDto } from "@/lib/billing/schema";
import { PLANS } from "@/lib/entitlements/catalogue";

type Props = {
  terms: Terms;
  subscription: SubscriptionDto | null;
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** Price and limits first, then the confirmation: at once, with the next period, or over to Checkout. */
export function ChangePlanDialog({ terms, subscription, open, onOpenChange }: Props) {
  const t = useTranslations();
  const router = useRouter();
  const errorText = useErrorText();
  const preview = useQuery({ ...previewQuery(terms), enabled: open });
  const plan = PLANS[terms.plan].name;
  const stepUp = useStepUp();
  const confirm = useMutation({
    mutationFn: async (shown: PreviewDto) => {
      if (shown.kind === "checkout" || !subscription) return goToCheckout(terms);
      await stepUp.run(() => changePlan(subscription.id, terms, shown.proration_date));
      toast.success(t(shown.kind === "now" ? "billing.change.done" : "billing.change.scheduled", { plan }));
      onOpenChange(false);
      router.refresh();
    },
  });
  const addMethod = useMutation({ mutationFn: () => stepUp.run(() => goToPortal("payment_method")) });
  const failure = confirm.error ? failureOf(confirm.error, errorText) : undefined;
  const shown = preview.data;
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          confirm.reset();
          onOpenChange(next);
        }}
        title={t("billing.change.title", {
          plan,
          interval: t(`plans.interval.${terms.interval}`).toLowerCase(),
        })}
        footer={
          <>
            <Button onClick={() => onOpenChange(false)}>{t("billing.change.cancel")}</Button>
            <Button
              variant="primary"
              disabled={!shown}
              loading={confirm.isPending || (confirm.isSuccess && shown?.kind === "checkout")}
              onClick={() => shown && confirm.mutate(shown)}
            >
              {t(`billing.change.${confirmKey(shown, subscription)}`)}
            </Button>
          </>
        }
      >
        {shown ? <ChangePreview preview={shown} current={subscription?.plan ?? "free"} /> : null}
        {preview.isPending ? <Spinner label={t("billing.change.loading")} /> : null}
        {preview.isError ? (
          <Alert
            tone="danger"
            role="alert"
            title={t("billing.change.failed")}
            action={
              <Button size="sm" onClick={() => void preview.refetch()}>
                {t("billing.change.retry")}
              </Button>
            }
          >
            {errorText.ofRequest(preview.error)}
          </Alert>
        ) : null}
        <div className="mt-4 grid gap-3 empty:hidden">
          <FormError failure={failure} />
          {needsMethod(confirm.error) ? (
            <Button onClick={() => addMethod.mutate()}>{t("billing.portal.addMethod")}</Button>
          ) : null}
        </div>
      </Dialog>
      {stepUp.dialog}
    </>
  );
}

function confirmKey(preview: PreviewDto | undefined, subscription: SubscriptionDto | null) {
  if (preview?.kind === "period_end") return "confirmLater";
  if (!subscription || preview?.kind === "checkout") return "confirmCheckout";
  return preview && PLANS[preview.plan].rank > PLANS[subscription.plan].rank ? "confirmNow" : "confirmSwitch";
}

function needsMethod(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    (error.reason === "payment_method_missing" || error.reason === "card_declined")
  );
}
