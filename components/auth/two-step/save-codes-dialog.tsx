"use client";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { RecoveryCodeList } from "@/components/auth/two-step/recovery-code-list";
import { Checkbox } from "@/components/ui/forms/checkbox";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";

type Props = {
  codes: readonly string[] | undefined;
  /** What saving them leads to, as the button says it. */
  confirmLabel: string;
  onSaved: () => Promise<unknown>;
  onCancel: () => void;
};

/** Shows recovery codes and goes on only when the person says that they are saved. */
export function SaveCodesDialog({ codes, confirmLabel, onSaved, onCancel }: Props) {
  const t = useTranslations("auth.recoveryCodes");
  const [isSaved, setIsSaved] = useState(false);
  const form = useNativeForm({ submit: onSaved, onSuccess: () => setIsSaved(false) });
  return (
    <FormDialog
      kind="alert"
      width="sm"
      open={codes !== undefined}
      onOpenChange={(isOpen) => {
        if (isOpen) return;
        setIsSaved(false);
        onCancel();
      }}
      title={t("title")}
      description={t("description")}
      form={form}
      confirmLabel={confirmLabel}
      disabled={!isSaved}
    >
      {codes ? (
        <>
          <RecoveryCodeList codes={codes} />
          <Checkbox
            label={t("saved")}
            checked={isSaved}
            onChange={(event) => setIsSaved(event.currentTarget.checked)}
          />
        </>
      ) : null}
    </FormDialog>
  );
}
