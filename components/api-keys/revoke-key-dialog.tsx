"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { apiKeyList, revokeApiKey } from "@/components/api-keys/queries";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

export function RevokeKeyDialog({ apiKey, onClose }: { apiKey: ApiKeyDto; onClose: () => void }) {
  const t = useTranslations("apiKeys.revoke");
  const client = useQueryClient();
  const stepUp = useStepUp();
  const { id, name } = apiKey;
  return (
    <>
      <ConfirmDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("title", { name })}
        description={t("description")}
        confirmLabel={t("confirm")}
        onConfirm={async () => {
          await stepUp.run(() => revokeApiKey(id));
          await client.invalidateQueries({ queryKey: apiKeyList.key });
          toast.success(t("done", { name }));
        }}
      />
      {stepUp.dialog}
    </>
  );
}
