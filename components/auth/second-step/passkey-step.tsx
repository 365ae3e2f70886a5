"use client";
import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { askPasskey } from "@/components/auth/passkeys/ask-passkey";
import { usePasskeyFailure } from "@/components/auth/passkeys/use-passkey-failure";
import { Button } from "@/components/ui/actions/button";
import { FormError } from "@/components/ui/forms/form-error";
import { api } from "@/lib/api/client";

const ENDPOINT = "/api/auth-flows/sign-in/passkey-step";

/** The second step with a passkey. */
export function PasskeyStep({ extra }: { extra: Record<string, string | boolean | undefined> }) {
  const t = useTranslations("auth.secondStep");
  const failureOf = usePasskeyFailure();
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<{ message: string }>();
  const press = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      const response = await askPasskey(`${ENDPOINT}/options`);
      const answer = await api.post<{ redirect_to: string }>(ENDPOINT, { body: { ...extra, response } });
      await goTo(answer.redirect_to);
    } catch (error) {
      setFailure(failureOf(error));
      setIsBusy(false);
    }
  };
  return (
    <div className="grid gap-4">
      <Button variant="primary" size="lg" block loading={isBusy} onClick={() => void press()}>
        <Fingerprint aria-hidden="true" className="size-4" />
        {t("usePasskey")}
      </Button>
      <FormError failure={failure} />
    </div>
  );
}
