"use client";
import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { toast } from "@/components/ui/feedback/toast";
import { useErrorText } from "@/components/ui/forms/error-text";
import { ApiError } from "@/lib/api/client";

/** For `onError` of a mutation without a form: a toast with the translated refusal and the request id. */
export function useFailureToast(): (error: unknown) => void {
  const errorText = useErrorText();
  const t = useTranslations("ui.toast");
  return useCallback(
    (error) => {
      const requestId = error instanceof ApiError ? error.requestId : undefined;
      const receipt = error instanceof ApiError ? error.receipt : undefined;
      const action = receipt
        ? { label: t("why"), onSelect: () => window.location.assign(receipt) }
        : undefined;
      toast.error(errorText.ofRequest(error), { requestId, action });
    },
    [errorText, t],
  );
}
