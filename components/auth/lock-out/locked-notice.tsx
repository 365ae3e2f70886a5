"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/actions/button";
import { Alert } from "@/components/ui/feedback/alert";
import { useErrorText } from "@/components/ui/forms/error-text";
import { ApiError, api } from "@/lib/api/client";

/** The refusal of a locked sign-in: how long it lasts and the way out by mail. */
export function LockedNotice({ error, email }: { error: ApiError; email: string }) {
  const t = useTranslations("auth.locked");
  const errorText = useErrorText();
  const [isAsking, setIsAsking] = useState(false);
  const [outcome, setOutcome] = useState<string>();
  const minutes = Math.ceil((error.retryAfterSeconds ?? 0) / 60);
  const ask = async () => {
    setIsAsking(true);
    try {
      await api.post("/api/auth-flows/unlock", { body: { email } });
      setOutcome(t("asked", { email }));
    } catch (failure) {
      setOutcome(errorText.ofRequest(failure));
    } finally {
      setIsAsking(false);
    }
  };
  return (
    <>
      <Alert tone="danger" role="alert">
        {minutes > 0 ? t("wait", { minutes }) : errorText.ofRequest(error)}
      </Alert>
      {outcome ? (
        <Alert tone="info" role="status">
          {outcome}
        </Alert>
      ) : (
        <Button size="lg" block loading={isAsking} onClick={() => void ask()}>
          {t("ask")}
        </Button>
      )}
    </>
  );
}

/** Whether a sign-in was refused for too many wrong passwords of this account. */
export function isLocked(error: unknown): error is ApiError {
  return (
    error instanceof ApiError && (error.reason === "sign_in_locked" || error.reason === "unlock_required")
  );
}
