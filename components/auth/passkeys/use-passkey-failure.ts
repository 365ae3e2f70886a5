"use client";
import { useCallback } from "react";
import { isDismissed } from "@/components/auth/passkeys/ask-passkey";
import { useErrorText } from "@/components/ui/forms/error-text";
import { ApiError } from "@/lib/api/client";

/** What went wrong with a passkey, as a sentence; nothing when the person closed the browser's window. */
export function usePasskeyFailure(): (error: unknown) => { message: string } | undefined {
  const errorText = useErrorText();
  return useCallback(
    (error) => {
      if (isDismissed(error)) return undefined;
      const [field] = error instanceof ApiError ? error.errors : [];
      return { message: field ? errorText.ofField(field) : errorText.ofRequest(error) };
    },
    [errorText],
  );
}
