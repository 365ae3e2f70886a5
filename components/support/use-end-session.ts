"use client";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";

/** Ends a support session, says how that went, and asks for the list again. */
export function useEndSession(end: (id: string) => Promise<unknown>, queryKey: QueryKey) {
  const t = useTranslations("support");
  const client = useQueryClient();
  const showFailure = useFailureToast();
  return async (id: string): Promise<void> => {
    try {
      await end(id);
      toast.success(t("ended"));
    } catch (error) {
      showFailure(error);
    }
    await client.invalidateQueries({ queryKey });
  };
}
