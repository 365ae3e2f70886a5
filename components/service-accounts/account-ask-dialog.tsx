"use client";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { changeServiceAccount, deleteServiceAccount } from "@/components/service-accounts/queries";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { ServiceAccountDto } from "@/lib/access/service-accounts/schema";

type Props = {
  kind: "disable" | "enable" | "delete";
  account: ServiceAccountDto;
  onClose: () => void;
  onDone: () => void;
};

/** Asks before a service account is switched off or on, or ends with its keys. */
export function AccountAskDialog({ kind, account, onClose, onDone }: Props) {
  const t = useTranslations("serviceAccounts");
  const stepUp = useStepUp();
  const { id, name, active_keys: keys } = account;
  const act = () => {
    if (kind === "delete") return deleteServiceAccount(id);
    return changeServiceAccount(id, { status: kind === "enable" ? "active" : "disabled" });
  };
  return (
    <>
      <ConfirmDialog
        open
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t(`${kind}.title`, { name })}
        description={t(`${kind}.description`, { count: keys })}
        confirmLabel={t(`${kind}.submit`)}
        tone={kind === "enable" ? "primary" : "danger"}
        onConfirm={async () => {
          await stepUp.run<unknown>(act);
          toast.success(t(`${kind}.done`, { name }));
          onDone();
        }}
      />
      {stepUp.dialog}
    </>
  );
}
