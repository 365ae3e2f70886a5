"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { cancelPlan } from "@/components/billing/queries";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { RadioGroup } from "@/components/ui/forms/radio-group";
import { Textarea } from "@/components/ui/forms/textarea";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { CANCEL_REASONS, type SubscriptionDto } from "@/lib/billing/schema";
import { formatDate } from "@/lib/core/format";
import { PLANS } from "@/lib/entitlements/catalogue";

const MAX_COMMENT = 1_000;

type Props = { subscription: SubscriptionDto; open: boolean; onOpenChange: (open: boolean) => void };

/** Asks why, says what happens when, and ends the subscription with its period. */
export function CancelDialog({ subscription, open, onOpenChange }: Props) {
  const t = useTranslations("billing.cancelDialog");
  const locale = useFormatLocale();
  const router = useRouter();
  const [reason, setReason] = useState<string>("other");
  const [comment, setComment] = useState("");
  const stepUp = useStepUp();
  const plan = PLANS[subscription.plan].name;
  const date = formatDate(subscription.current_period_end ?? new Date(), locale);
  const cancel = async () => {
    const text = comment.trim();
    await stepUp.run(() => cancelPlan(subscription.id, { reason, ...(text && { comment: text }) }));
    toast.success(t("done", { date }));
    router.refresh();
  };
  return (
    <>
      <ConfirmDialog
        open={open}
        onOpenChange={onOpenChange}
        title={t("title", { plan })}
        description={t("description", { plan, date })}
        confirmLabel={t("confirm")}
        onConfirm={cancel}
      >
        <RadioGroup
          legend={t("reason")}
          value={reason}
          onValueChange={setReason}
          options={CANCEL_REASONS.map((value) => ({ value, label: t(`reasons.${value}`) }))}
        />
        <Field label={t("comment")} optionalLabel={t("optional")}>
          <Textarea
            value={comment}
            maxLength={MAX_COMMENT}
            onChange={(event) => setComment(event.target.value)}
          />
        </Field>
      </ConfirmDialog>
      {stepUp.dialog}
    </>
  );
}
