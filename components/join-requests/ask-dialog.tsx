"use client";
import { useTranslations } from "next-intl";
import { askToJoin } from "@/components/join-requests/queries";
import { Field } from "@/components/ui/forms/field";
import { Input } from "@/components/ui/forms/input";
import { useNativeForm } from "@/components/ui/forms/use-native-form";
import { FormDialog } from "@/components/ui/overlays/form-dialog";
import { type JoinOfferDto, MAX_NOTE } from "@/lib/access/join-requests/schema";

type Props = { offer: JoinOfferDto; open: boolean; onClose: () => void; onAsked: () => void };

/** Asks a workspace of colleagues to be let in, with a word to its admins. */
export function AskDialog({ offer, open, onClose, onAsked }: Props) {
  const t = useTranslations("joinRequests.offers");
  const form = useNativeForm({
    submit: ({ note = "" }) => askToJoin(offer.id, note),
    onSuccess: () => {
      onAsked();
      onClose();
    },
  });
  return (
    <FormDialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("ask", { name: offer.name })}
      description={t("hint", { domain: offer.domain })}
      form={form}
      confirmLabel={t("ask", { name: offer.name })}
    >
      <Field label={t("note")} hint={t("noteHint")} error={form.errorOf("note")}>
        <Input name="note" maxLength={MAX_NOTE} />
      </Field>
    </FormDialog>
  );
}
