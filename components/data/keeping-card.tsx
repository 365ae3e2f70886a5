import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import type { DataOverviewDto } from "@/lib/lifecycle/passport/exports/schema";

/** How the workspace's data is encrypted and when it was last backed up. */
export function KeepingCard({ overview }: { overview: DataOverviewDto }) {
  const t = useTranslations("data.keeping");
  const { key } = overview;
  const moment = (value: string | null) => (value ? <DateTime value={value} style="dateTime" /> : t("never"));
  const isRotating = key.retiring > 0 || !key.master_key_current;
  return (
    <Card title={t("title")} description={t("description")}>
      <DescriptionList
        items={[
          {
            key: "key",
            term: t("key"),
            value: key.generation === null ? t("noKey") : t("generation", { generation: key.generation }),
          },
          { key: "since", term: t("since"), value: key.created_at ? moment(key.created_at) : t("noKey") },
          {
            key: "rotation",
            term: t("rotation"),
            value: (
              <StatusDot tone={isRotating ? "info" : "success"}>
                {t(isRotating ? "rotating" : "settled")}
              </StatusDot>
            ),
          },
          { key: "backup", term: t("backup"), value: moment(overview.last_backup_at) },
          { key: "passport", term: t("passport"), value: moment(overview.last_passport_at) },
        ]}
      />
    </Card>
  );
}
