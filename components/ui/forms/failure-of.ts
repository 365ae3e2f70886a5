import type { ErrorText } from "@/components/ui/forms/error-text";
import { ApiError } from "@/lib/api/client";

/** What `FormError` shows of a request that the server refused. */
export type Failure = { message: string; requestId?: string | undefined; receipt?: string | undefined };

export function failureOf(error: unknown, errorText: ErrorText): Failure {
  const { requestId, receipt } = error instanceof ApiError ? error : {};
  return { message: errorText.ofRequest(error), requestId, receipt };
}
