"use client";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { CreateKeyForm } from "@/components/api-keys/create-key-form";
import { CreatedKey } from "@/components/api-keys/created-key";
import { Button } from "@/components/ui/actions/button";
import { Dialog } from "@/components/ui/overlays/dialog";

type Props = {
  open: boolean;
  onClose: () => void;
  scopes: readonly string[];
  mayBePermanent: boolean;
  maxDays: number | null;
  origin: string;
};

/** Makes a key and shows it once. It closes only after the reader says that the key is stored. */
export function CreateKeyDialog({ open, onClose, scopes, mayBePermanent, maxDays, origin }: Props) {
  const t = useTranslations("apiKeys");
  const formId = useId();
  const [secret, setSecret] = useState<string>();
  const [isStored, setIsStored] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const close = () => {
    if (secret && !isStored) return;
    setSecret(undefined);
    setIsStored(false);
    onClose();
  };
  return (
    <Dialog
      kind="alert"
      width="lg"
      open={open}
      onOpenChange={(isOpen) => !isOpen && close()}
      title={secret ? t("created.title") : t("form.title")}
      description={secret ? t("created.description") : t("form.description")}
      footer={
        secret ? (
          <Button variant="primary" disabled={!isStored} onClick={close}>
            {t("created.done")}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t("form.cancel")}</Button>
            <Button type="submit" form={formId} variant="primary" loading={isBusy}>
              {t("form.submit")}
            </Button>
          </>
        )
      }
    >
      {secret ? (
        <CreatedKey secret={secret} origin={origin} isStored={isStored} onStored={setIsStored} />
      ) : (
        <CreateKeyForm
          id={formId}
          scopes={scopes}
          mayBePermanent={mayBePermanent}
          maxDays={maxDays}
          onCreated={(key) => setSecret(key.key)}
          onBusy={setIsBusy}
        />
      )}
    </Dialog>
  );
}
