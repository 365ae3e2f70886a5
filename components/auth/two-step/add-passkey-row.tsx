"use client";
import type { PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/browser";
import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { isDismissed, makePasskey } from "@/components/auth/passkeys/ask-passkey";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { FactorRow } from "@/components/auth/two-step/factor-row";
import { NamePasskeyDialog } from "@/components/auth/two-step/name-passkey-dialog";
import { SaveCodesDialog } from "@/components/auth/two-step/save-codes-dialog";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { api } from "@/lib/api/client";
import { describeDevice } from "@/lib/core/describe-device";

type Props = { onChanged: () => void };

/** Making a passkey: its name, the browser's own window, and the recovery codes where it is the first factor. */
export function AddPasskeyRow({ onChanged }: Props) {
  const t = useTranslations("profile.passkeys");
  const stepUp = useStepUp();
  const [isNaming, setIsNaming] = useState(false);
  const [codes, setCodes] = useState<string[]>();
  const confirm = async () => {
    await api.post("/me/passkeys/confirmation", { body: { saved: true } });
    setCodes(undefined);
    setIsNaming(false);
    toast.success(t("done"));
    onChanged();
  };
  const make = async (name: string) => {
    const options = await stepUp.run(() =>
      api.post<PublicKeyCredentialCreationOptionsJSON>("/me/passkeys/options"),
    );
    const response = await makePasskey(options).catch((error: unknown) => {
      if (isDismissed(error)) return null;
      throw error;
    });
    if (!response) return;
    const answer = await api.post<{ recovery_codes: string[] | null }>("/me/passkeys", {
      body: { name, response },
    });
    if (answer.recovery_codes) setCodes(answer.recovery_codes);
    else await confirm();
  };
  return (
    <FactorRow icon={Fingerprint} title={t("title")} detail={t("hint")}>
      <Button size="sm" onClick={() => setIsNaming(true)}>
        {t("add")}
      </Button>
      <NamePasskeyDialog
        open={isNaming && codes === undefined}
        title={t("addTitle")}
        description={t("addDescription")}
        initial={isNaming ? deviceName(t) : ""}
        confirmLabel={t("add")}
        onClose={() => setIsNaming(false)}
        onNamed={make}
      />
      <SaveCodesDialog
        codes={codes}
        confirmLabel={t("finish")}
        onSaved={confirm}
        onCancel={() => {
          setCodes(undefined);
          setIsNaming(false);
        }}
      />
      {stepUp.dialog}
    </FactorRow>
  );
}

function deviceName(t: ReturnType<typeof useTranslations<"profile.passkeys">>): string {
  const found = describeDevice(navigator.userAgent);
  return found ? t("device", found) : "";
}
