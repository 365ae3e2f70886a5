"use client";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import type { OwnAccount } from "@/lib/lifecycle/own-account/accounts/schema";

type Props = {
  chosen: { account: OwnAccount; workspace: OwnAccount["workspaces"][number] } | undefined;
  onClose: () => void;
  onDone: () => Promise<unknown>;
};

/** Deletes a workspace of an own account, after its address was typed. */
export function DeleteWorkspaceDialog({ chosen, onClose, onDone }: Props) {
  const t = useTranslations("profile.accounts");
  const stepUp = useStepUp();
  const { account, workspace } = chosen ?? {};
  return (
    <>
      <ConfirmDialog
        open={chosen !== undefined}
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("deleteTitle", { name: workspace?.name ?? "" })}
        description={t("deleteDescription")}
        confirmLabel={t("deleteConfirm")}
        {...(workspace && { typeToConfirm: workspace.slug })}
        onConfirm={async () => {
          await stepUp.run(() => api.delete(`/me/accounts/${account?.id}/tenants/${workspace?.id}`));
          toast.success(t("deleted"));
          await onDone();
        }}
      />
      {stepUp.dialog}
    </>
  );
}
