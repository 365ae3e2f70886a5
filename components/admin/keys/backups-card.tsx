import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import type { KeyStatusDto } from "@/lib/back-office/keys/schema";
import { formatBytes } from "@/lib/core/format";

const TONES = { running: "info", succeeded: "success", failed: "danger" } as const;

/** The last backups, newest first. */
export function BackupsCard({ backups }: { backups: KeyStatusDto["backups"] }) {
  const t = useTranslations("data.admin");
  const locale = useLocale();
  return (
    <Card title={t("backups")} description={t("backupsHint")}>
      {backups.length === 0 ? <p className="text-fg-muted text-sm">{t("noBackups")}</p> : null}
      <ul className="divide-y" aria-label={t("backups")} hidden={backups.length === 0}>
        {backups.map((backup) => (
          <li
            key={backup.id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2.5 text-sm"
          >
            <span>
              {t(`methods.${backup.method}`)}
              <span className="text-fg-muted">
                {" "}
                · {t("tenants", { count: backup.tenants })} · {formatBytes(backup.size_bytes, locale)}
              </span>
            </span>
            <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <StatusDot tone={TONES[backup.state]}>{t(`backupStates.${backup.state}`)}</StatusDot>
              <DateTime value={backup.started_at} style="dateTime" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
