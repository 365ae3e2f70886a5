"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { CreatedKey } from "@/components/api-keys/created-key";
import { Button } from "@/components/ui/actions/button";
import { Dialog } from "@/components/ui/overlays/dialog";
import type { NewApiKeyDto } from "@/lib/access/api-keys/schema";

export type KeyFormProps = {
  id: string;
  onCreated: (key: NewApiKeyDto) => void;
  onBusy: (isBusy: boolean) => void;
};

type Props = {
  open: boolean;
  onClose: () => void;
  origin: string;
  title: string;
  description: string;
  submitLabel: string;
  form: (props: KeyFormProps) => ReactNode;
};

/** A form that makes a key, then the key, this once. It closes only after the reader says that the key is stored. */
export function ShowOnceDialog({ open, onClose, origin, title, description, submitLabel, form }: Props) {
  const t = useTranslations("apiKeys");
  const id = useId();
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
      title={secret ? t("created.title") : title}
      description={secret ? t("created.description") : description}
      footer={
        secret ? (
          <Button variant="primary" disabled={!isStored} onClick={close}>
            {t("created.done")}
          </Button>
        ) : (
          <>
            <Button onClick={close}>{t("form.cancel")}</Button>
            <Button type="submit" form={id} variant="primary" loading={isBusy}>
              {submitLabel}
            </Button>
          </>
        )
      }
    >
      {secret ? (
        <CreatedKey secret={secret} origin={origin} isStored={isStored} onStored={setIsStored} />
      ) : (
        form({ id, onCreated: (key) => setSecret(key.key), onBusy: setIsBusy })
      )}
    </Dialog>
  );
}
