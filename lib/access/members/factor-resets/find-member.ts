import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/**
 * Name and strongest rank of a member.
 * @throws NotFoundError
 */
export async function findMember(
  tx: TenantTx,
  tenantId: string,
  userId: string,
): Promise<{ label: string; rank: number }> {
  const [row] = await tx.$queryRaw<{ label: string; rank: number }[]>`
    select coalesce(nullif(trim(m.first_name || ' ' || m.last_name), ''), m.email)::text as label,
      coalesce((select max(r.rank) from shared.held_bindings(m.tenant_id, 'user', m.user_id) b
        join shared.roles r on r.tenant_id = m.tenant_id and r.id = b.role_id), 0)::int as rank
    from shared.memberships m
    where m.tenant_id = ${tenantId}::uuid and m.user_id = ${userId}::uuid and m.status <> 'removed'`;
  if (!row) throw new NotFoundError("member");
  return row;
}
