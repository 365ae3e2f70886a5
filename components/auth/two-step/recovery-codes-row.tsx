"use client";
import { LifeBuoy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { FactorRow } from "@/components/auth/two-step/factor-row";
import { SaveCodesDialog } from "@/components/auth/two-step/save-codes-dialog";
import { Button } from "@/components/ui/actions/button";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";

/** How many recovery codes are left, and new ones. */
export function RecoveryCodesRow({ left, onChanged }: { left: number | null; onChanged: () => void }) {
  const t = useTranslations("profile.twoStep");
  const stepUp = useStepUp();
  const [isAsking, setIsAsking] = useState(false);
  const [codes, setCodes] = useState<string[]>();
  const close = () => {
    setCodes(undefined);
    onChanged();
  };
  return (
    <FactorRow icon={LifeBuoy} title={t("codes")} detail={t("codesLeft", { count: left ?? 0 })}>
      <Button size="sm" onClick={() => setIsAsking(true)}>
        {t("newCodes")}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        tone="primary"
        title={t("newCodesTitle")}
        description={t("newCodesDescription")}
        confirmLabel={t("newCodes")}
        onConfirm={async () => {
          const answer = await stepUp.run(() => api.post<{ recovery_codes: string[] }>("/me/recovery-codes"));
          setCodes(answer.recovery_codes);
        }}
      />
      <SaveCodesDialog
        codes={codes}
        confirmLabel={t("codesKept")}
        onSaved={async () => close()}
        onCancel={close}
      />
      {stepUp.dialog}
    </FactorRow>
  );
}
