"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { myEmail, myEmailKey } from "@/components/auth/profile/queries";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { Card } from "@/components/ui/display/card";
import { Alert } from "@/components/ui/feedback/alert";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import type { OwnEmail } from "@/lib/auth/email-change/schema";
import { formatDate } from "@/lib/core/format";

/** The address that the person signs in with, and how to change it. */
export function EmailCard({ initial, timeZone }: { initial: OwnEmail; timeZone: string }) {
  const t = useTranslations("profile.email");
  const locale = useFormatLocale();
  const queryClient = useQueryClient();
  const showFailure = useFailureToast();
  const stepUp = useStepUp();
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useQuery({ ...myEmail(), initialData: initial });
  const keep = (answer: OwnEmail) => queryClient.setQueryData(myEmailKey, answer);
  const form = useNativeForm({
    submit: ({ email }) => stepUp.run(() => api.put<OwnEmail>("/me/email", { body: { email } })),
    onSuccess: (answer) => {
      keep(answer);
      setIsOpen(false);
      toast.success(t("sent"));
    },
  });
  const giveUp = async () => {
    await api.delete("/me/email");
    keep({ ...data, pending: null });
    toast.success(t("cancelled"));
  };
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={
        data.managed_by ? undefined : (
          <Button size="sm" onClick={() => setIsOpen(true)}>
            {t("change")}
          </Button>
        )
      }
    >
      <div className="grid gap-4">
        <p className="break-all font-medium">{data.email}</p>
        {data.managed_by ? <Alert tone="neutral">{t("managed", { name: data.managed_by })}</Alert> : null}
        {data.pending ? (
          <Alert
            tone="info"
            title={t("pending", { email: data.pending.email })}
            action={
              <Button size="sm" onClick={() => void giveUp().catch(showFailure)}>
                {t("cancel")}
              </Button>
            }
          >
            {t("pendingHint", { until: formatDate(data.pending.expires_at, locale, "dateTime", timeZone) })}
          </Alert>
        ) : null}
      </div>
      <FormDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={t("dialogTitle")}
        description={t("dialogDescription")}
        form={form}
        confirmLabel={t("send")}
      >
        <Field label={t("new")} error={form.errorOf("email")} required>
          <Input name="email" type="email" autoComplete="email" required maxLength={254} />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </Card>
  );
}
