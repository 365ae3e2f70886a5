"use client";
import { useTranslations } from "next-intl";
import { CreateKeyForm } from "@/components/api-keys/create-key-form";
import { ShowOnceDialog } from "@/components/api-keys/show-once-dialog";
import type { RoleChoice } from "@/components/members/use-role-name";
import type { ApiKeyInput, NewApiKeyDto } from "@/lib/access/api-keys/schema";

type Props = {
  open: boolean;
  onClose: () => void;
  scopes: readonly string[];
  roles?: readonly RoleChoice[];
  mayBePermanent: boolean;
  maxDays: number | null;
  origin: string;
  /** Whose key it becomes; the person's own without it. */
  serviceAccount?: { id: string; name: string };
  /** Makes a key of another collection, with words of its own. */
  create?: (body: ApiKeyInput) => Promise<NewApiKeyDto>;
  words?: { title: string; description: string };
};

/** Makes a key and shows it once. */
export function CreateKeyDialog({ open, onClose, origin, words, ...choices }: Props) {
  const t = useTranslations("apiKeys.form");
  return (
    <ShowOnceDialog
      open={open}
      onClose={onClose}
      origin={origin}
      title={
        words?.title ??
        (choices.serviceAccount ? t("titleFor", { name: choices.serviceAccount.name }) : t("title"))
      }
      description={words?.description ?? t(choices.serviceAccount ? "descriptionFor" : "description")}
      submitLabel={t("submit")}
      form={(props) => <CreateKeyForm {...choices} {...props} />}
    />
  );
}
