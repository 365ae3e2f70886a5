"use client";
import { useTranslations } from "next-intl";
import { useFormatLocale } from "#format-locale";
import { Badge } from "@/components/ui/display/badge";
import type { ApiKeyDto } from "@/lib/access/api-keys/schema";
import { formatUtc } from "@/lib/core/format";

/** The roles that a key is bound to in place of scopes, and until when. */
export function KeyRoles({ roles }: Pick<ApiKeyDto, "roles">) {
  const t = useTranslations("apiKeys.boundTo");
  const tRoles = useTranslations("roles");
  const locale = useFormatLocale();
  const nameOf = ({ role, name }: ApiKeyDto["roles"][number]) =>
    tRoles.has(`names.${role}` as never) ? tRoles(`names.${role}` as never) : name;
  if (roles.length === 0) return <span className="text-fg-subtle">{t("none")}</span>;
  return (
    <span className="flex flex-wrap gap-1">
      {roles.map((role) => (
        <Badge key={role.role} tone={role.expires_at ? "warning" : "neutral"}>
          {role.expires_at
            ? t("until", { role: nameOf(role), date: formatUtc(role.expires_at, locale, "dateTime") })
            : t("role", { role: nameOf(role) })}
        </Badge>
      ))}
    </span>
  );
}
