"use client";
import { useTranslations } from "next-intl";
import { Alert } from "@/components/ui/feedback/alert";
import { ConfirmDialog } from "@/components/ui/overlays/confirm-dialog";
import type { PolicyImpact } from "@/lib/access/policies/schema";

type Props = {
  impact: PolicyImpact | undefined;
  open: boolean;
  onClose: () => void;
  onConfirm: () => Promise<void>;
};

/** What a change of the policy does to people, sessions and keys, before it is made. */
export function ImpactDialog({ impact, open, onClose, onConfirm }: Props) {
  const t = useTranslations("security.impact");
  const lines = impact ? effects(impact, t) : [];
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("title")}
      description={t("description")}
      confirmLabel={t("confirm")}
      tone="primary"
      onConfirm={onConfirm}
    >
      <div className="grid gap-3">
        {impact && impact.weakens.length > 0 ? <Alert tone="warning">{t("weakens")}</Alert> : null}
        <ul className="grid list-disc gap-1.5 pl-5 text-fg text-sm" data-testid="policy-impact">
          {lines.length > 0 ? lines.map((line) => <li key={line}>{line}</li>) : <li>{t("nothing")}</li>}
        </ul>
      </div>
    </ConfirmDialog>
  );
}

type Translate = ReturnType<typeof useTranslations<"security.impact">>;

function effects(impact: PolicyImpact, t: Translate): string[] {
  const has = (section: string) => impact.changes.includes(section);
  const names = impact.keys_stopping.map((key) => key.name).join(", ");
  const known: [boolean, string][] = [
    [
      has("mfa") && impact.members_without_mfa > 0,
      t("withoutMfa", { count: impact.members_without_mfa, total: impact.members }),
    ],
    [has("mfa") && impact.members_blocked_now > 0, t("blockedNow", { count: impact.members_blocked_now })],
    [has("mfa") && impact.devices_untrusted > 0, t("untrusted", { count: impact.devices_untrusted })],
    [
      has("session") && impact.sessions_ending > 0,
      t("sessionsEnding", { count: impact.sessions_ending, total: impact.sessions }),
    ],
    [has("password"), t("password")],
    [
      has("email_domains") && impact.members_outside_domains > 0,
      t("outsideDomains", { count: impact.members_outside_domains }),
    ],
    [
      has("ip_allowlist") && impact.sessions_outside > 0,
      t("sessionsOutside", { count: impact.sessions_outside, total: impact.sessions }),
    ],
    [
      has("ip_allowlist") && impact.keys_outside > 0,
      t("keysOutside", { count: impact.keys_outside, total: impact.keys }),
    ],
    [
      has("api_keys") && impact.keys_stopping.length > 0,
      t("keysStopping", { count: impact.keys_stopping.length, names }),
    ],
    [has("api_keys") && impact.keys_shortened > 0, t("keysShortened", { count: impact.keys_shortened })],
  ];
  return known.filter(([applies]) => applies).map(([, line]) => line);
}
