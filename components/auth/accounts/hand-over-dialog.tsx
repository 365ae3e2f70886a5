"use client";
import { useTranslations } from "next-intl";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { toast } from "@/components/ui/feedback/toast";
import { Field } from "@/components/ui/forms/field";
import { Select } from "@/components/ui/forms/select";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { api } from "@/lib/api/client";
import type { OwnAccount } from "@/lib/lifecycle/own-account/accounts/schema";

type Props = { account: OwnAccount | undefined; onClose: () => void; onDone: () => Promise<unknown> };

/** Gives an account to an admin of one of its workspaces. */
export function HandOverDialog({ account, onClose, onDone }: Props) {
  const t = useTranslations("profile.accounts");
  const stepUp = useStepUp();
  const form = useNativeForm({
    submit: ({ to }) => stepUp.run(() => api.put(`/me/accounts/${account?.id}/owner`, { body: { to } })),
    onSuccess: async () => {
      toast.success(t("handedOver"));
      onClose();
      await onDone();
    },
  });
  const people = account?.candidates ?? [];
  const options = people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }));
  return (
    <>
      <FormDialog
        kind="alert"
        open={account !== undefined}
        onOpenChange={(isOpen) => !isOpen && onClose()}
        title={t("handOverTitle", { name: account?.name ?? "" })}
        description={t("handOverDescription")}
        form={form}
        confirmLabel={t("handOverConfirm")}
        tone="danger"
      >
        <Field label={t("newOwner")} error={form.errorOf("to")} required>
          <Select name="to" options={[{ value: "", label: t("choose") }, ...options]} required />
        </Field>
      </FormDialog>
      {stepUp.dialog}
    </>
  );
}
