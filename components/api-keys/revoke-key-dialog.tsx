"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { apiKeyList, revokeApiKey } from "@/components/api-keys/queries";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

type Props = {
  apiKey: ApiKeyDto;
  onClose: () => void;
  /** For a key of another collection. */
  revoke?: (id: string) => Promise<unknown>;
  onDone?: () => void;
};

export function RevokeKeyDialog({ apiKey, onClose, revoke, onDone }: Props) {
  const t = useTranslations("apiKeys.revoke");
  const client = useQueryClient();
  const stepUp = useStepUp();
  const { id, name } = apiKey;
  const [isWhole, setIsWhole] = useState(false);
  const end = () => (revoke ? revoke(id) : revokeApiKey(id, isWhole ? "all" : "one"));
  return (
    <>
      <ConfirmDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("title", { name })}
        description={t("description")}
        confirmLabel={t("confirm")}
        onConfirm={async () => {
          await stepUp.run(end);
          await client.invalidateQueries({ queryKey: apiKeyList.key });
          onDone?.();
          toast.success(t("done", { name }));
        }}
      >
        {revoke ? null : (
          <Checkbox
            label={t("versions")}
            description={t("versionsHint")}
            checked={isWhole}
            onChange={(event) => setIsWhole(event.target.checked)}
          />
        )}
      </ConfirmDialog>
      {stepUp.dialog}
    </>
  );
}
