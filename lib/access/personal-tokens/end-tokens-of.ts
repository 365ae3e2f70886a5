import "server-only";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/** Ends every personal token of somebody who is no active member any more: coming back brings none of them back. */
export async function endTokensOf(tx: TenantTx, tenantId: string, userId: string): Promise<void> {
  const ended = await tx.$queryRaw<{ id: string }[]>`
    update shared.api_keys set revoked_at = now()
    where tenant_id = ${tenantId}::uuid and kind = 'personal' and created_by = ${userId}::uuid and revoked_at is null
    returning id::text`;
  for (const { id } of ended) await tx.$queryRaw`select platform.withdraw_api_key(${id}::uuid)::text`;
}
