"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { CodeEntry } from "@/components/auth/code-entry";
import { goTo } from "@/components/auth/go-to";
import { SubmitButton } from "@/components/auth/submit-button";
import { RecoveryCodeList } from "@/components/auth/two-step/recovery-code-list";
import { TotpSecret } from "@/components/auth/two-step/totp-secret";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { FormError } from "@/components/ui/forms/form-error";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { api } from "@/lib/api/client";

const ENDPOINT = "/api/auth-flows/sign-in/totp-enrolment";
type Props = { secret: string; qrDataUrl: string; to: string | undefined; next: string | undefined };

/** Setting up a second step that signing in asks for: the app's first code, the recovery codes, and on. */
export function EnrolmentForm({ secret, qrDataUrl, to, next }: Props) {
  const t = useTranslations("auth.enrol");
  const [codes, setCodes] = useState<string[]>();
  const confirm = async () => {
    const answer = await api.post<{ redirect_to: string }>(`${ENDPOINT}/confirmation`, {
      body: { saved: true, to, next },
    });
    return goTo(answer.redirect_to);
  };
  if (codes) return <SaveCodes codes={codes} onSaved={confirm} />;
  return (
    <div className="grid gap-5">
      <TotpSecret secret={secret} qrDataUrl={qrDataUrl} />
      <CodeEntry<{ recovery_codes: string[] | null }>
        endpoint={ENDPOINT}
        submitLabel={t("next")}
        onDone={({ recovery_codes: fresh }) => (fresh ? setCodes(fresh) : confirm())}
      />
    </div>
  );
}

function SaveCodes({ codes, onSaved }: { codes: string[]; onSaved: () => Promise<unknown> }) {
  const t = useTranslations("auth");
  const [isSaved, setIsSaved] = useState(false);
  const form = useNativeForm({ submit: onSaved });
  return (
    <form {...form.formProps} className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="font-semibold">{t("recoveryCodes.title")}</h2>
        <p className="text-fg-muted text-sm">{t("recoveryCodes.description")}</p>
      </div>
      <RecoveryCodeList codes={codes} />
      <Checkbox
        label={t("recoveryCodes.saved")}
        checked={isSaved}
        onChange={(event) => setIsSaved(event.currentTarget.checked)}
      />
      <FormError failure={form.failure && { message: form.failure.message }} />
      <SubmitButton loading={form.isSubmitting} disabled={!isSaved}>
        {t("enrol.submit")}
      </SubmitButton>
    </form>
  );
}
