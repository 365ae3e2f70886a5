"use client";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { Button } from "@/components/ui/actions/button";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Card } from "@/components/ui/display/card";
import { Picture } from "@/components/ui/display/picture";
import { StatusDot } from "@/components/ui/display/status-dot";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { Field } from "@/components/ui/forms/field";
import { OneTimeCodeInput } from "@/components/ui/forms/one-time-code-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";

type Enrolment = { secret: string; qr_data_url: string };

/** Whether the person has a second factor; sets one up. */
export function TwoStepCard({ enabled }: { enabled: boolean }) {
  const t = useTranslations("profile.twoStep");
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [isStarting, setIsStarting] = useState(false);
  const start = async () => {
    setIsStarting(true);
    try {
      setEnrolment(await stepUp.run(() => api.post<Enrolment>("/me/totp")));
    } catch (error) {
      showFailure(error);
    } finally {
      setIsStarting(false);
    }
  };
  return (
    <Card
      title={t("title")}
      description={t("description")}
      action={
        enabled ? undefined : (
          <Button loading={isStarting} onClick={() => void start()}>
            {t("setUp")}
          </Button>
        )
      }
    >
      <StatusDot tone={enabled ? "success" : "neutral"}>{t(enabled ? "on" : "off")}</StatusDot>
      <EnrolmentDialog enrolment={enrolment} onClose={() => setEnrolment(undefined)} />
      {stepUp.dialog}
    </Card>
  );
}

function EnrolmentDialog({ enrolment, onClose }: { enrolment: Enrolment | undefined; onClose: () => void }) {
  const t = useTranslations("profile.twoStep");
  const router = useRouter();
  const [code, setCode] = useState("");
  const form = useNativeForm({
    submit: (values) => api.put("/me/totp", { body: { code: values.code } }),
    onSuccess: () => {
      toast.success(t("done"));
      onClose();
      router.refresh();
    },
  });
  return (
    <FormDialog
      kind="alert"
      width="sm"
      open={enrolment !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("dialogTitle")}
      description={t("dialogDescription")}
      form={form}
      confirmLabel={t("confirm")}
    >
      {enrolment ? (
        <>
          <Picture
            src={enrolment.qr_data_url}
            alt={t("qrAlt")}
            width={176}
            height={176}
            className="justify-self-center rounded-lg bg-white"
          />
          <div className="flex items-center justify-between gap-2 text-sm">
            <span className="text-fg-muted">{t("secret")}</span>
            <code data-testid="totp-secret" className="min-w-0 break-all font-mono">
              {enrolment.secret}
            </code>
            <CopyButton value={enrolment.secret} label={t("copy")} />
          </div>
          <Field label={t("code")} error={form.errorOf("code")} required>
            <OneTimeCodeInput name="code" value={code} onChange={setCode} autoFocus />
          </Field>
        </>
      ) : null}
    </FormDialog>
  );
}
