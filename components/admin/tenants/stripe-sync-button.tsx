"use client";
import { useMutation } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { syncTenantBilling } from "@/components/admin/queries";
import { Button } from "@/components/ui/actions/button";
import { toast } from "@/components/ui/feedback/toast";
import { useFailureToast } from "@/components/ui/feedback/use-failure-toast";

/** Fetches the account's state from Stripe now and says what was wrong here. */
export function StripeSyncButton({ tenantId }: { tenantId: string }) {
  const t = useTranslations("admin.tenant.billing");
  const router = useRouter();
  const sync = useMutation({
    mutationFn: () => syncTenantBilling(tenantId),
    onSuccess: ({ drift }) => {
      toast.success(drift === 0 ? t("synced") : t("drift", { count: drift }));
      router.refresh();
    },
    onError: useFailureToast(),
  });
  return (
    <Button loading={sync.isPending} onClick={() => sync.mutate()}>
      <RefreshCw aria-hidden="true" className="size-4" />
      {t("sync")}
    </Button>
  );
}
