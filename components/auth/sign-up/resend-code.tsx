"use client";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { TextLink } from "@/components/auth/text-link";
import { Button } from "@/components/ui/actions/button";
import { useErrorText } from "@/components/ui/forms/error-text";
import { api } from "@/lib/api/client";

type Props = { waitSeconds: number; sendsLeft: number };
type Answer = { resend_after_seconds: number; sends_left: number };

/** Asks for another code, when the last one has had its time. */
export function ResendCode({ waitSeconds, sendsLeft }: Props) {
  const t = useTranslations("auth.verify");
  const errorText = useErrorText();
  const [wait, setWait] = useState(waitSeconds);
  const [left, setLeft] = useState(sendsLeft);
  const [message, setMessage] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  useEffect(() => {
    if (wait <= 0) return;
    const timer = setTimeout(() => setWait(wait - 1), 1000);
    return () => clearTimeout(timer);
  }, [wait]);

  const send = async () => {
    setIsSending(true);
    setMessage(undefined);
    try {
      const answer = await api.post<Answer>("/api/auth-flows/sign-up/resend");
      setWait(answer.resend_after_seconds);
      setLeft(answer.sends_left);
      setMessage(t("resent"));
    } catch (error) {
      setMessage(errorText.ofRequest(error));
    } finally {
      setIsSending(false);
    }
  };
  return (
    <div className="grid justify-items-start gap-1 text-sm">
      {left > 0 ? (
        <Button
          variant="link"
          size="inline"
          disabled={wait > 0}
          className="disabled:text-fg-subtle disabled:no-underline"
          loading={isSending}
          onClick={() => void send()}
        >
          {wait > 0 ? t("resendIn", { seconds: wait }) : t("resend")}
        </Button>
      ) : (
        <p className="text-fg-muted">
          {t("noneLeft")} <TextLink href="/sign-up">{t("startAgain")}</TextLink>
        </p>
      )}
      <p role="status" className="text-fg-muted empty:hidden">
        {message}
      </p>
    </div>
  );
}
