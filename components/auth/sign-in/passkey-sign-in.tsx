"use client";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { goTo } from "@/components/auth/go-to";
import { passkeyAsker, passkeySupport } from "@/components/auth/passkeys/ask-passkey";
import { usePasskeyFailure } from "@/components/auth/passkeys/use-passkey-failure";
import { Button } from "@/components/ui/actions/button";
import { FormError } from "@/components/ui/forms/form-error";
import { api } from "@/lib/api/client";

const ENDPOINT = "/api/auth-flows/sign-in/passkey";
type Props = { to: string | undefined; next: string | undefined };

/**
 * Signing in with a passkey alone: a button, and the browser's own offer in the address field (its input must say
 * `autocomplete="username webauthn"`). Renders nothing where the browser knows no passkeys.
 */
export function PasskeySignIn({ to, next }: Props) {
  const t = useTranslations("auth.passkey");
  const failureOf = usePasskeyFailure();
  // Shown until it is known otherwise, so that the page does not move under the pointer.
  const [isKnown, setIsKnown] = useState(true);
  const [isBusy, setIsBusy] = useState(false);
  const [failure, setFailure] = useState<{ message: string }>();
  const [ask] = useState(() => passkeyAsker(`${ENDPOINT}/options`));
  const enter = async (autofill: boolean) => {
    const response = await ask(autofill);
    if (!response) return;
    const answer = await api.post<{ redirect_to: string }>(ENDPOINT, { body: { response, to, next } });
    await goTo(answer.redirect_to);
  };
  const offer = useEffectEvent((support: { any: boolean; autofill: boolean }) => {
    setIsKnown(support.any);
    if (support.autofill) enter(true).catch((error: unknown) => setFailure(failureOf(error)));
  });
  useEffect(() => {
    let isGone = false;
    void passkeySupport().then((support) => {
      if (!isGone) offer(support);
    });
    return () => {
      isGone = true;
    };
  }, []);
  if (!isKnown) return null;
  const press = async () => {
    setIsBusy(true);
    setFailure(undefined);
    try {
      await enter(false);
    } catch (error) {
      setFailure(failureOf(error));
      setIsBusy(false);
    }
  };
  return (
    <div className="grid gap-2">
      <Button size="lg" block loading={isBusy} onClick={() => void press()}>
        <svg
          viewBox="0 0 16 16"
          aria-hidden="true"
          className="size-4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
        >
          <circle cx="5" cy="8" r="3.2" />
          <path d="M8.2 8H15v2.6M11.8 8v2" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
        {t("signIn")}
      </Button>
      <FormError failure={failure} />
    </div>
  );
}
