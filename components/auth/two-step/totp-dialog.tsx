"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { SaveCodesDialog } from "@/components/auth/two-step/save-codes-dialog";
import { TotpSecret } from "@/components/auth/two-step/totp-secret";
import { Field } from "@/components/ui/forms/field";
import { OneTimeCodeInput } from "@/components/ui/forms/one-time-code-input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";

export type Enrolment = { secret: string; qr_data_url: string };
type Props = { enrolment: Enrolment | undefined; onDone: () => void; onClose: () => void };

/** Connects an authenticator app: its first code, the recovery codes that come with it, and only then it is on. */
export function TotpDialog({ enrolment, onDone, onClose }: Props) {
  const t = useTranslations("profile.twoStep");
  const [code, setCode] = useState("");
  const [codes, setCodes] = useState<string[]>();
  const turnOn = async () => {
    await api.post("/me/totp/confirmation", { body: { saved: true } });
    setCodes(undefined);
    onDone();
  };
  const form = useNativeForm({
    submit: (values) =>
      api.put<{ recovery_codes: string[] | null }>("/me/totp", { body: { code: values.code } }),
    onSuccess: async (answer) => {
      setCode("");
      if (answer.recovery_codes) setCodes(answer.recovery_codes);
      else await turnOn();
    },
  });
  return (
    <>
      <FormDialog
        kind="alert"
        width="sm"
        open={enrolment !== undefined && codes === undefined}
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("dialogTitle")}
        description={t("dialogDescription")}
        form={form}
        confirmLabel={t("next")}
      >
        {enrolment ? (
          <>
            <TotpSecret secret={enrolment.secret} qrDataUrl={enrolment.qr_data_url} />
            <Field label={t("code")} error={form.errorOf("code")} required>
              <OneTimeCodeInput name="code" value={code} onChange={setCode} autoFocus />
            </Field>
          </>
        ) : null}
      </FormDialog>
      <SaveCodesDialog
        codes={codes}
        confirmLabel={t("confirm")}
        onSaved={turnOn}
        onCancel={() => {
          setCodes(undefined);
          onClose();
        }}
      />
    </>
  );
}
