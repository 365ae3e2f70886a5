import Link from "next/link";
import { useTranslations } from "next-intl";
import { TenantStatusDot } from "@/components/admin/tenants/tenant-status";
import { CopyButton } from "@/components/ui/actions/copy-button";
import { Card } from "@/components/ui/display/card";
import { DescriptionList } from "@/components/ui/display/description-list";
import { DateTime, RelativeTime } from "@/components/ui/display/time";
import type { AdminTenantDetailDto } from "@/lib/back-office/tenants/schema";

/** Who and where a workspace is. */
export function FactsCard({ tenant }: { tenant: AdminTenantDetailDto }) {
  const t = useTranslations("admin.tenant.facts");
  const { account } = tenant;
  const rows = {
    id: <Id value={tenant.id} name={t("id")} />,
    address: (
      <a href={tenant.url} className="underline underline-offset-2">
        {new URL(tenant.url).host}
      </a>
    ),
    account: (
      <span className="grid">
        {account.name}
        <Id value={account.id} name={t("account")} />
      </span>
    ),
    owner: <Owners owners={account.owners} />,
    siblings: account.siblings.length > 0 ? <Siblings siblings={account.siblings} /> : null,
    language: `${t(tenant.locale === "nl" ? "languages.nl" : "languages.en")}, ${tenant.time_zone}`,
    cell: tenant.cell,
    schema: <Id value={tenant.schema_name} name={t("schema")} />,
    created: <DateTime value={tenant.created_at} style="dateTime" withZone />,
    lastActive: tenant.last_active_at ? <RelativeTime value={tenant.last_active_at} /> : "–",
    deleteAfter: tenant.delete_after ? <DateTime value={tenant.delete_after} /> : null,
  };
  const keys = (Object.keys(rows) as (keyof typeof rows)[]).filter((key) => rows[key] !== null);
  return (
    <Card title={t("title")}>
      <DescriptionList items={keys.map((key) => ({ key, term: t(key), value: rows[key] }))} />
    </Card>
  );
}

/** An id in full, with a button that copies it. */
export function Id({ value, name }: { value: string; name: string }) {
  const t = useTranslations("admin.tenant");
  return (
    <span className="flex items-center gap-1">
      <code className="min-w-0 break-all font-mono text-xs">{value}</code>
      <CopyButton value={value} label={t("copy", { name })} />
    </span>
  );
}

function Owners({ owners }: { owners: AdminTenantDetailDto["account"]["owners"] }) {
  const t = useTranslations("admin.tenant.facts");
  if (owners.length === 0) return t("noOwner");
  return (
    <ul className="grid gap-1">
      {owners.map((owner) => (
        <li key={owner.id}>
          {owner.name} <span className="text-fg-muted">{owner.email}</span>
        </li>
      ))}
    </ul>
  );
}

function Siblings({ siblings }: { siblings: AdminTenantDetailDto["account"]["siblings"] }) {
  return (
    <ul className="grid gap-1">
      {siblings.map((sibling) => (
        <li key={sibling.id} className="flex flex-wrap items-center gap-x-3">
          <Link href={`/tenants/${sibling.id}`} className="underline underline-offset-2">
            {sibling.name}
          </Link>
          <TenantStatusDot status={sibling.status} />
        </li>
      ))}
    </ul>
  );
}
