"use client";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";

type Props = {
  open: boolean;
  title: ReactNode;
  description?: ReactNode;
  initial: string;
  confirmLabel: string;
  onNamed: (name: string) => Promise<unknown>;
  onClose: () => void;
};

/** Asks for a passkey's name. */
export function NamePasskeyDialog({ onNamed, onClose, initial, ...dialog }: Props) {
  const t = useTranslations("profile.passkeys");
  const form = useNativeForm({ submit: (values) => onNamed(values.name ?? "") });
  return (
    <FormDialog {...dialog} width="sm" onOpenChange={(isOpen) => !isOpen && onClose()} form={form}>
      <Field label={t("name")} hint={t("nameHint")} error={form.errorOf("name")} required>
        <Input key={initial} name="name" defaultValue={initial} maxLength={100} required autoFocus />
      </Field>
    </FormDialog>
  );
}
