import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { queryTenant } from "@/lib/tenancy/query-tenant";
import { API_CALLS } from "./schema";

/** Jumps from meter to meter along the index, so that it costs one probe a meter and not one a row. */
const METERS = `
  with recursive found as (
    (select h.meter from warehouse.usage_hourly h where h.tenant_id = $1 order by h.meter limit 1)
    union all
    select (select h.meter from warehouse.usage_hourly h where h.tenant_id = $1 and h.meter > found.meter order by h.meter limit 1)
    from found where found.meter is not null
  )
  select meter from found where meter is not null limit 100`;

/**
 * Meters that the tenant has used, the platform's own first.
 * @throws DomainError permission_denied
 */
export async function listMeters(ctx: TenantContext): Promise<string[]> {
  ctx.authorize("usage:read");
  const rows = await queryTenant<{ meter: string }>(
    { tenantId: ctx.tenant.id },
    { name: "usage-meters", text: METERS, values: [ctx.tenant.id] },
  );
  return [API_CALLS, ...rows.map((row) => row.meter).filter((meter) => meter !== API_CALLS)];
}
