import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime } from "@/components/ui/display/time";
import type { KeyStatusDto } from "@/lib/back-office/keys/schema";
import { formatNumber } from "@/lib/core/format";

/** How many keys there are, and how many still wait for a rotation to end. */
export function KeysCard({ status }: { status: KeyStatusDto }) {
  const t = useTranslations("data.admin");
  const locale = useLocale();
  const waiting = (count: number) => (
    <StatusDot tone={count === 0 ? "success" : "warning"}>{formatNumber(count, locale)}</StatusDot>
  );
  return (
    <Card title={t("keys")}>
      <DescriptionList
        items={[
          { key: "current", term: t("current"), value: <code>{status.current_kid}</code> },
          {
            key: "configured",
            term: t("configured"),
            value: <code>{status.configured_kids.join(", ")}</code>,
          },
          { key: "tenantKeys", term: t("tenantKeys"), value: formatNumber(status.tenant_keys, locale) },
          {
            key: "oldest",
            term: t("oldestKey"),
            value: status.oldest_key_at ? <DateTime value={status.oldest_key_at} /> : t("none"),
          },
          { key: "retiring", term: t("retiring"), value: waiting(status.retiring) },
          { key: "oldMaster", term: t("oldMaster"), value: waiting(status.under_old_master) },
          { key: "oldSecrets", term: t("oldSecrets"), value: waiting(status.secrets_under_old_master) },
        ]}
      />
    </Card>
  );
}
