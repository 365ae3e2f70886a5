import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Whether a workspace of this person asks for a second factor and the days of grace are over. */
export async function owesFactor(tx: SystemTx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from platform.user_tenants m
    join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
    cross join lateral platform.policy_of(m.tenant_id) p
    where m.user_id = ${userId}::uuid and m.status = 'active' and (p.policy #>> '{mfa,required}')::boolean
      and greatest((p.policy ->> 'mfa_since')::timestamptz, m.created_at)
        + make_interval(days => (p.policy #>> '{mfa,grace_days}')::int) <= now()
    limit 1`;
  return rows.length > 0;
}
