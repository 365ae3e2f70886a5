import "server-only";
import { keyOwner } from "@/lib/access/api-keys/key-owner";
import { rankOf } from "@/lib/access/roles/rank-of";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { Holding } from "./role-holders";

type Row = {
  id: string;
  name: string;
  kind: string;
  createdBy: string;
  serviceAccountId: string | null;
  rank: number;
  role_ids: string[];
};

/** Keys that are bound to a role and still work. They rank with their owner: their power is a part of that one's. */
export async function readKeyHolders(tx: TenantTx, tenantId: string, roleId: string): Promise<Holding[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select k.id::text, k.name::text, k.kind::text, k.created_by::text as "createdBy",
      k.service_account_id::text as "serviceAccountId", held.rank, held.role_ids
    from shared.api_keys k cross join lateral (
      select coalesce(max(r.rank), 0)::int as rank, array_agg(r.id::text) as role_ids
      from shared.role_bindings x join shared.roles r on r.tenant_id = x.tenant_id and r.id = x.role_id
      where x.tenant_id = k.tenant_id and x.subject_type = 'api_key' and x.subject_id = k.id
        and (x.expires_at is null or x.expires_at > now())) held
    where k.tenant_id = ${tenantId}::uuid and cardinality(k.scopes) = 0 and k.revoked_at is null
      and (k.expires_at is null or k.expires_at > now()) and ${roleId} = any(held.role_ids)
    order by 2, 1`;
  const holders: Holding[] = [];
  for (const row of rows) {
    const owner = keyOwner(row);
    const rank = Math.max(row.rank, await rankOf(tx, tenantId, owner));
    holders.push({ user_id: row.id, name: row.name, email: "", rank, role_ids: row.role_ids, owner });
  }
  return holders;
}
