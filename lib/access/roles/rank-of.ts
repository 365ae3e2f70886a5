import "server-only";
import type { Principal } from "@/lib/access/actor-person";
import type { RawReader } from "@/lib/tenancy/query-tenant";
import { lastingTo } from "./permissions-of";

/**
 * The highest rank among the roles that somebody holds in the tenant; 0 without any. `until` leaves out what ends
 * before; null, what ends at all.
 */
export async function rankOf(
  tx: RawReader,
  tenantId: string,
  holder: Principal,
  until?: Date | null,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ rank: number }[]>`
    select coalesce(max(r.rank), 0)::int as rank from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
    where b.tenant_id = ${tenantId}::uuid and b.subject_type = ${holder.type} and b.subject_id = ${holder.id}::uuid
      and (b.expires_at is null or b.expires_at > now())
      and coalesce(b.expires_at, 'infinity') >= ${lastingTo(until)}::timestamptz`;
  return row?.rank ?? 0;
}
