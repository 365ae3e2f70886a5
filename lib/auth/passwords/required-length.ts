import "server-only";
import { PASSWORD_MIN_LENGTH } from "@/lib/core/password-rules";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * How many characters this person's password needs: what the strictest of their workspaces asks for. Fewer than the
 * platform's own minimum only for who has a second factor.
 */
export async function requiredLength(tx: SystemTx, userId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ minimum: number | null; has_factor: boolean }[]>`
    select max(coalesce((p.policy #>> '{password,min_length}')::int, ${PASSWORD_MIN_LENGTH})) as minimum,
      platform.has_factor(${userId}::uuid)
        as has_factor
    from platform.user_tenants m
    join platform.tenants t on t.id = m.tenant_id and t.status <> 'erased'
    left join lateral platform.policy_of(m.tenant_id) p on true
    where m.user_id = ${userId}::uuid and m.status = 'active'`;
  const minimum = rows[0]?.minimum ?? PASSWORD_MIN_LENGTH;
  return rows[0]?.has_factor ? minimum : Math.max(minimum, PASSWORD_MIN_LENGTH);
}
