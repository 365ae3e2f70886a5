import "server-only";
import { NotFoundError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { ServiceAccountDto, ServiceAccountStatus } from "./schema";

export type ServiceAccountRow = {
  id: string;
  name: string;
  description: string;
  status: ServiceAccountStatus;
  created_by_name: string;
  created_at: Date;
  bindings: { role_id: string; role: string; rank: number; expires_at: string | null }[];
  rank: number;
  active_keys: number;
  last_used_at: Date | null;
};

/** Service accounts with their roles and keys, newest first; `where` narrows `s`. */
export function selectServiceAccounts(
  tx: TenantTx,
  tenantId: string,
  where: Prisma.Sql,
  limit: number,
): Promise<ServiceAccountRow[]> {
  return tx.$queryRaw<ServiceAccountRow[]>`
    select s.id::text, s.name::text, s.description::text, s.status::text, s.created_by_name::text, s.created_at,
      g.bindings, g.rank, k.active_keys, k.last_used_at
    from shared.service_accounts s
    cross join lateral (
      select coalesce(json_agg(json_build_object('role_id', r.id, 'role', r.key, 'rank', r.rank, 'expires_at', b.expires_at)
          order by r.rank desc, r.key), '[]') as bindings, coalesce(max(r.rank), 0)::int as rank
      from shared.role_bindings b join shared.roles r on r.tenant_id = b.tenant_id and r.id = b.role_id
      where b.tenant_id = s.tenant_id and b.subject_type = 'service_account' and b.subject_id = s.id
        and (b.expires_at is null or b.expires_at > now())
    ) g
    cross join lateral (
      select count(*) filter (where k.revoked_at is null and (k.expires_at is null or k.expires_at > now()))::int as active_keys,
        max(a.last_used_at) as last_used_at
      from shared.api_keys k left join platform.api_key_activity() a on a.api_key_id = k.id
      where k.tenant_id = s.tenant_id and k.service_account_id = s.id
    ) k
    where s.tenant_id = ${tenantId}::uuid and s.status <> 'deleted' and ${where}
    order by s.created_at desc, s.id desc limit ${limit}`;
}

/**
 * One service account, its row locked until the transaction ends.
 * @throws NotFoundError
 */
export async function lockServiceAccount(
  tx: TenantTx,
  tenantId: string,
  id: string,
): Promise<ServiceAccountRow> {
  await tx.$queryRaw`select 1 as one from shared.service_accounts
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  const [row] = await selectServiceAccounts(tx, tenantId, Prisma.sql`s.id = ${id}::uuid`, 1);
  if (!row) throw new NotFoundError("service account");
  return row;
}

export function presentServiceAccount(row: ServiceAccountRow): ServiceAccountDto {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    status: row.status,
    roles: row.bindings.map(({ role }) => role),
    bindings: row.bindings.map(({ role, expires_at: at }) => ({
      role,
      expires_at: at === null ? null : new Date(at).toISOString(),
    })),
    active_keys: row.active_keys,
    last_used_at: row.last_used_at?.toISOString() ?? null,
    created_by: row.created_by_name,
    created_at: row.created_at.toISOString(),
  };
}

/** What of a service account may stand in an audit row. */
export function auditServiceAccount({ name, description, status, bindings }: ServiceAccountRow) {
  const ending = bindings.filter((binding) => binding.expires_at !== null);
  return {
    name,
    description,
    status,
    roles: bindings.map(({ role }) => role),
    ending: ending.map(({ role, expires_at: until }) => ({ role, until })),
  };
}
