import "server-only";
import type { Tenant } from "@/lib/infra/prisma/generated/client";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { currencyDisplay, dateFormat, localeSchema, numberFormat, type TenantDto, weekStart } from "./schema";

/** A tenant as the API shows it. */
export function presentTenant(row: Tenant): TenantDto {
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    url: tenantUrl(row.slug),
    plan_type: row.planType,
    status: row.status,
    locale: localeSchema.parse(row.locale),
    time_zone: row.timeZone,
    date_format: dateFormat.catch("locale").parse(row.dateFormat),
    number_format: numberFormat.catch("locale").parse(row.numberFormat),
    week_start: weekStart.catch("monday").parse(row.weekStart),
    currency_display: currencyDisplay.catch("symbol").parse(row.currencyDisplay),
    delete_after: row.deleteAfter?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
