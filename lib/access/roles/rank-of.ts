import "server-only";
import type { Principal } from "@/lib/access/actor-person";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** The highest rank among the roles that somebody holds in the tenant; 0 without any. */
export async function rankOf(tx: TenantTx, tenantId: string, holder: Principal): Promise<number> {
  const [row] = await tx.$queryRaw<{ rank: number }[]>`
    select coalesce(max(r.rank), 0)::int as rank from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
    where b.tenant_id = ${tenantId}::uuid and b.subject_type = ${holder.type} and b.subject_id = ${holder.id}::uuid
      and (b.expires_at is null or b.expires_at > now())`;
  return row?.rank ?? 0;
}
