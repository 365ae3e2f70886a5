import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** The highest rank among a person's roles in the tenant; 0 without any. */
export async function rankOfUser(tx: TenantTx, tenantId: string, userId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ rank: number }[]>`
    select coalesce(max(r.rank), 0)::int as rank from shared.role_bindings b
    join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
    where b.tenant_id = ${tenantId}::uuid and b.subject_type = 'user' and b.subject_id = ${userId}::uuid
      and (b.expires_at is null or b.expires_at > now())`;
  return row?.rank ?? 0;
}
