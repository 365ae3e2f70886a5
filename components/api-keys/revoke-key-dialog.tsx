"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { apiKeyList, revokeApiKey } from "@/components/api-keys/queries";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

type Props = {
  apiKey: ApiKeyDto;
  onClose: () => void;
  /** For a key of another collection. */
  revoke?: (id: string) => Promise<unknown>;
  onDone?: () => void;
};

export function RevokeKeyDialog({ apiKey, onClose, revoke = revokeApiKey, onDone }: Props) {
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
          await stepUp.run(() => revoke(id));
          await client.invalidateQueries({ queryKey: apiKeyList.key });
          onDone?.();
          toast.success(t("done", { name }));
        }}
      />
      {stepUp.dialog}
    </>
  );
}
