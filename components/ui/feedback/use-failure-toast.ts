"use client";
import { useCallback } from "react";
import { toast } from "@/components/ui/feedback/toast";
import { useErrorText } from "@/components/ui/forms/error-text";
import { ApiError } from "@/lib/api/client";

/** For `onError` of a mutation without a form: a toast with the translated refusal and the request id. */
export function useFailureToast(): (error: unknown) => void {
  const errorText = useErrorText();
  return useCallback(
    (error) => {
      const requestId = error instanceof ApiError ? error.requestId : undefined;
      toast.error(errorText.ofRequest(error), { requestId });
    },
    [errorText],
  );
}
