import type { useTranslations } from "next-intl";
import { KeyRoles } from "@/components/api-keys/power/key-roles";
import { Badge } from "@/components/ui/display/badge";
import { StatusDot } from "@/components/ui/display/status-dot";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import type { DataColumn } from "@/components/ui/table/types";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";

const TONES = { active: "success", expired: "warning", revoked: "neutral" } as const;
const SCOPES_SHOWN = 2;

/** Columns of the key table. */
export function keyColumns(t: ReturnType<typeof useTranslations<"apiKeys">>): DataColumn<ApiKeyDto>[] {
  return [
    {
      id: "name",
      header: t("columns.name"),
      cell: (key) => (
        <span className="grid">
          <span className="font-medium">{key.name}</span>
          {key.ip_allowlist.length > 0 ? (
            <span className="text-fg-subtle text-xs" title={key.ip_allowlist.join(", ")}>
              {t("addresses", { count: key.ip_allowlist.length })}
            </span>
          ) : null}
          {key.rate_per_minute !== null ? (
            <span className="text-fg-subtle text-xs">{t("rate", { count: key.rate_per_minute })}</span>
          ) : null}
          {key.kind === "personal" ? <span className="text-fg-subtle text-xs">{t("personal")}</span> : null}
          {key.replaced_by && key.status === "active" ? (
            <span className="text-fg-subtle text-xs">{t("replaced")}</span>
          ) : null}
        </span>
      ),
    },
    {
      id: "key",
      header: t("columns.key"),
      cell: (key) => (
        <code className="whitespace-nowrap font-mono text-xs">
          {key.prefix}…{key.last_four}
        </code>
      ),
    },
    {
      id: "scopes",
      header: t("columns.scopes"),
      priority: "desktop",
      cell: (key) =>
        key.scopes.length === 0 ? (
          <KeyRoles roles={key.roles} />
        ) : (
          <span className="flex flex-wrap gap-1" title={key.scopes.join(", ")}>
            {key.scopes.slice(0, SCOPES_SHOWN).map((scope) => (
              <Badge key={scope}>{scope}</Badge>
            ))}
            {key.scopes.length > SCOPES_SHOWN ? (
              <Badge>{t("moreScopes", { count: key.scopes.length - SCOPES_SHOWN })}</Badge>
            ) : null}
          </span>
        ),
    },
    {
      id: "createdBy",
      header: t("columns.createdBy"),
      priority: "desktop",
      cell: (key) => (
        <span className="grid">
          {key.created_by.name}
          {key.service_account ? (
            <span className="text-fg-subtle text-xs">
              {t("serviceAccount", { name: key.service_account.name })}
            </span>
          ) : null}
        </span>
      ),
    },
    {
      id: "lastUsed",
      header: t("columns.lastUsed"),
      priority: "tablet",
      cell: (key) =>
        key.last_used_at ? (
          <span className="grid">
            <RelativeTime value={key.last_used_at} />
            {key.last_used_ip ? (
              <span className="text-fg-subtle text-xs">{t("usedFrom", { ip: key.last_used_ip })}</span>
            ) : null}
          </span>
        ) : (
          <span className="text-fg-subtle">{t("neverUsed")}</span>
        ),
    },
    {
      id: "calls",
      header: t("columns.calls"),
      priority: "desktop",
      align: "end",
      cell: (key) => t("calls", { count: key.calls_7d ?? 0 }),
    },
    {
      id: "expires",
      header: t("columns.expires"),
      priority: "tablet",
      cell: (key) => (key.expires_at ? <DateTime value={key.expires_at} /> : t("never")),
    },
    {
      id: "status",
      header: t("columns.status"),
      cell: (key) => <StatusDot tone={TONES[key.status]}>{t(`status.${key.status}`)}</StatusDot>,
    },
  ];
}
