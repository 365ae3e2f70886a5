import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** Keeps the derived home role of these people in step with their strongest role of the tenant. */
export async function deriveHome(tx: TenantTx, tenantId: string, people: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    select platform.derive_home(s.user_id, s.key)::text from (
      select distinct on (b.subject_id) b.subject_id as user_id, r.key::text as key from shared.role_bindings b
      join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
      where b.tenant_id = ${tenantId}::uuid and b.subject_type = 'user' and b.subject_id = any(${[...people]}::uuid[])
        and (b.expires_at is null or b.expires_at > now())
      order by b.subject_id, r.rank desc) s`;
}
