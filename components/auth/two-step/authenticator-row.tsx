"use client";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { FactorRow } from "@/components/auth/two-step/factor-row";
import { type Enrolment, TotpDialog } from "@/components/auth/two-step/totp-dialog";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";

type Props = { connected: boolean; onChanged: () => void };

/** The authenticator app: connect it, take it away. */
export function AuthenticatorRow({ connected, onChanged }: Props) {
  const t = useTranslations("profile.twoStep");
  const stepUp = useStepUp();
  const showFailure = useFailureToast();
  const [enrolment, setEnrolment] = useState<Enrolment>();
  const [isStarting, setIsStarting] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
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
  const changed = (message: string) => {
    toast.success(message);
    onChanged();
  };
  return (
    <FactorRow icon={KeyRound} title={t("app")} detail={t(connected ? "appOn" : "appOff")}>
      {connected ? (
        <Button size="sm" onClick={() => setIsAsking(true)}>
          {t("disconnect")}
        </Button>
      ) : (
        <Button size="sm" loading={isStarting} onClick={() => void start()}>
          {t("setUp")}
        </Button>
      )}
      <TotpDialog
        enrolment={enrolment}
        onClose={() => setEnrolment(undefined)}
        onDone={() => {
          setEnrolment(undefined);
          changed(t("done"));
        }}
      />
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={t("disconnectTitle")}
        description={t("disconnectDescription")}
        confirmLabel={t("disconnect")}
        onConfirm={async () => {
          await stepUp.run(() => api.delete("/me/totp"));
          changed(t("disconnected"));
        }}
      />
      {stepUp.dialog}
    </FactorRow>
  );
}
