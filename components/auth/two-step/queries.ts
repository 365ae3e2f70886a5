import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/api/client";
import type { TwoStep } from "@/lib/auth/mfa/schema";

export const twoStepKey = ["me", "two-step"] as const;

/** The own second factors. */
export function myTwoStep() {
  return queryOptions({ queryKey: twoStepKey, queryFn: () => api.get<TwoStep>("/me/two-step") });
}
