"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { retryMigration } from "@/components/admin/fleet/queries";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";

/** Has the worker migrate one workspace again. */
export function RetryMigrationButton({ id, name }: { id: string; name: string }) {
  const t = useTranslations("fleet.retry");
  const client = useQueryClient();
  const retry = useMutation({
    mutationFn: () => retryMigration(id),
    onSuccess: () => {
      toast.success(t("done", { name }));
      void client.invalidateQueries({ queryKey: ["admin", "fleet"] });
    },
    onError: useFailureToast(),
  });
  return (
    <Button
      size="sm"
      loading={retry.isPending}
      onClick={() => retry.mutate()}
      aria-label={t("label", { name })}
    >
      {t("button")}
    </Button>
  );
}
