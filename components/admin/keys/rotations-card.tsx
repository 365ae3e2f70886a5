import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import type { KeyStatusDto } from "@/lib/back-office/keys/schema";

/** The last rotations, newest first. */
export function RotationsCard({ rotations }: { rotations: KeyStatusDto["rotations"] }) {
  const t = useTranslations("data.admin");
  return (
    <Card title={t("rotations")} description={t("rotationsHint")}>
      {rotations.length === 0 ? <p className="text-fg-muted text-sm">{t("noRotations")}</p> : null}
      <ul className="divide-y" aria-label={t("rotations")} hidden={rotations.length === 0}>
        {rotations.map((rotation) => (
          <li
            key={rotation.id}
            className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-2.5 text-sm"
          >
            <span>
              {t(`kinds.${rotation.kind}`)}
              <span className="text-fg-muted"> · {rotation.tenant ?? t("all")}</span>
            </span>
            <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
              <StatusDot tone={toneOf(rotation)}>
                {rotation.finished_at === null
                  ? t("unfinished")
                  : t("rotated", { done: rotation.done, total: rotation.total })}
              </StatusDot>
              {rotation.failed > 0 ? <span>{t("failed", { failed: rotation.failed })}</span> : null}
              <DateTime value={rotation.started_at} style="dateTime" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function toneOf({ finished_at, failed }: KeyStatusDto["rotations"][number]) {
  if (finished_at === null) return "info";
  return failed > 0 ? "warning" : "success";
}
