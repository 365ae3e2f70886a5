import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { systemReader } from "@/lib/tenancy/with-system";
import type { FactorResetRequest } from "./schema";

/** Members who lost their second step, confirmed it by mail in the last two weeks, and may be helped here. */
export async function listFactorResets(ctx: TenantContext): Promise<FactorResetRequest[]> {
  ctx.authorize("members:reset_mfa");
  const rows = await systemReader().$queryRaw<{ id: string; name: string; email: string; asked_at: Date }[]>`
      select u.id::text, trim(u.first_name || ' ' || u.last_name) as name, u.email::text, r.asked_at
      from platform.factor_resets r
      join platform.users u on u.id = r.user_id and u.status = 'active'
      join platform.user_tenants m on m.user_id = u.id and m.tenant_id = ${ctx.tenant.id}::uuid
      where r.asked_at > now() - interval '14 days' and not exists (
        select 1 from platform.user_tenants o join platform.tenants t on t.id = o.tenant_id and t.status <> 'erased'
        where o.user_id = u.id and o.tenant_id <> m.tenant_id)
      order by r.asked_at limit 50`;
  return rows.map((row) => ({ ...row, asked_at: row.asked_at.toISOString() }));
}
