import "server-only";
import type { Principal } from "@/lib/access/actor-person";
import type { RawReader } from "@/lib/tenancy/query-tenant";
import { lastingTo } from "./permissions-of";

/**
 * The highest rank among the roles that somebody holds in the tenant, those of their teams too; 0 without any. `until` leaves out what ends
 * before; null, what ends at all.
 */
export async function rankOf(
  tx: RawReader,
  tenantId: string,
  holder: Principal,
  until?: Date | null,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ rank: number }[]>`
    select coalesce(max(r.rank), 0)::int as rank
    from shared.held_bindings(${tenantId}::uuid, ${holder.type}, ${holder.id}::uuid) b
    join shared.roles r on r.tenant_id = ${tenantId}::uuid and r.id = b.role_id
    where coalesce(b.expires_at, 'infinity') >= ${lastingTo(until)}::timestamptz`;
  return row?.rank ?? 0;
}
