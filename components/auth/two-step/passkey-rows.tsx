"use client";
import { Fingerprint } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormatLocale } from "#format-locale";
import { useStepUp } from "@/components/auth/step-up/use-step-up";
import { FactorRow } from "@/components/auth/two-step/factor-row";
import { NamePasskeyDialog } from "@/components/auth/two-step/name-passkey-dialog";
import { Button } from "@/components/ui/actions/button";
import { Badge } from "@/components/ui/display/badge";
import { toast } from "@/components/ui/feedback/toast";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import { api } from "@/lib/api/client";
import type { PasskeyItem } from "@/lib/auth/passkeys/schema";
import { formatDate, formatRelative } from "@/lib/core/format";

type Props = { passkeys: readonly PasskeyItem[]; onChanged: () => void };

/** The passkeys there are: rename them, take them away. */
export function PasskeyRows({ passkeys, onChanged }: Props) {
  const t = useTranslations("profile.passkeys");
  const stepUp = useStepUp();
  const [renaming, setRenaming] = useState<PasskeyItem>();
  const [removing, setRemoving] = useState<PasskeyItem>();
  return (
    <>
      {passkeys.map((passkey) => (
        <PasskeyRow
          key={passkey.id}
          passkey={passkey}
          onRename={() => setRenaming(passkey)}
          onRemove={() => setRemoving(passkey)}
        />
      ))}
      <NamePasskeyDialog
        open={renaming !== undefined}
        title={t("renameTitle")}
        initial={renaming?.name ?? ""}
        confirmLabel={t("rename")}
        onClose={() => setRenaming(undefined)}
        onNamed={async (name) => {
          await stepUp.run(() => api.put(`/me/passkeys/${renaming?.id}`, { body: { name } }));
          toast.success(t("renamed"));
          onChanged();
          setRenaming(undefined);
        }}
      />
      <ConfirmDialog
        open={removing !== undefined}
        onOpenChange={(isOpen) => !isOpen && setRemoving(undefined)}
        title={t("removeTitle", { name: removing?.name ?? "" })}
        description={t("removeDescription")}
        confirmLabel={t("remove")}
        onConfirm={async () => {
          await stepUp.run(() => api.delete(`/me/passkeys/${removing?.id}`));
          toast.success(t("removed"));
          onChanged();
        }}
      />
      {stepUp.dialog}
    </>
  );
}

type RowProps = { passkey: PasskeyItem; onRename: () => void; onRemove: () => void };

function PasskeyRow({ passkey, onRename, onRemove }: RowProps) {
  const t = useTranslations("profile.passkeys");
  const locale = useFormatLocale();
  const { name, synced, created_at: createdAt, last_used_at: usedAt } = passkey;
  return (
    <FactorRow
      icon={Fingerprint}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {name}
          {synced ? <Badge>{t("synced")}</Badge> : null}
        </span>
      }
      detail={
        <span suppressHydrationWarning>
          {t("added", { date: formatDate(createdAt, locale) })}
          {" · "}
          {usedAt ? t("used", { time: formatRelative(usedAt, new Date(), locale) }) : t("neverUsed")}
        </span>
      }
    >
      <Button size="sm" variant="ghost" aria-label={t("renameLabel", { name })} onClick={onRename}>
        {t("rename")}
      </Button>
      <Button size="sm" aria-label={t("removeLabel", { name })} onClick={onRemove}>
        {t("remove")}
      </Button>
    </FactorRow>
  );
}
