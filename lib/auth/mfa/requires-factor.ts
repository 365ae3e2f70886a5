import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Whether this person may not be without a second factor: a super admin, or a member where a policy asks for one. */
export async function requiresFactor(tx: SystemTx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from platform.users u where u.id = ${userId}::uuid and (u.platform_role = 'super_admin' or exists (
      select 1 from platform.user_tenants m
      join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
      cross join lateral platform.policy_of(m.tenant_id) p
      where m.user_id = u.id and m.status = 'active' and (p.policy #>> '{mfa,required}')::boolean))`;
  return rows.length > 0;
}
