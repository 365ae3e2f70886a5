"use client";
import { useTranslations } from "next-intl";
import { StatusDot } from "@/components/ui/display/status-dot";
import { Breadcrumbs } from "@/components/ui/navigation/breadcrumbs";
import { PageHeader } from "@/components/ui/navigation/page-header";
import { LinkTabs } from "@/components/ui/navigation/tabs";
import type { ScimDirectoryDto } from "@/lib/access/scim/schema";

/** What the pages of one connection's directory have in common. */
export function DirectoryHeader({ directory }: { directory: ScimDirectoryDto }) {
  const t = useTranslations("scim");
  const connectionHref = `/settings/single-sign-on/${directory.connection_id}`;
  const href = `${connectionHref}/directory`;
  const { enabled, counts } = directory;
  return (
    <>
      <PageHeader
        breadcrumbs={
          <Breadcrumbs
            items={[
              { label: t("singleSignOn"), href: "/settings/single-sign-on" },
              { label: directory.connection_name, href: connectionHref },
              { label: t("title") },
            ]}
          />
        }
        title={t("title")}
        description={t("description")}
        badges={<StatusDot tone={enabled ? "success" : "neutral"}>{t(enabled ? "on" : "off")}</StatusDot>}
      />
      <LinkTabs
        label={t("tabs.label")}
        tabs={[
          { href, label: t("tabs.setup") },
          { href: `${href}/users`, label: t("tabs.users"), count: counts.users },
          { href: `${href}/groups`, label: t("tabs.groups"), count: counts.groups },
          { href: `${href}/events`, label: t("tabs.events") },
        ]}
      />
    </>
  );
}
