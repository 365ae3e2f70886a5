import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { eachCell } from "@/lib/tenancy/cells/each-cell";
import { countMembers } from "./count-members";

const STORAGE = `
  insert into warehouse.tenant_daily as d (tenant_id, day, storage_bytes)
  select t.tenant_id, date_trunc('day', now(), 'UTC'), coalesce(sum(pg_total_relation_size(c.oid)), 0)
  from shared.tenants t
  left join pg_namespace n on n.nspname = 't_' || replace(t.tenant_id::text, '-', '')
  left join pg_class c on c.relnamespace = n.oid and c.relkind = 'r'
  group by t.tenant_id
  on conflict (tenant_id, day) do update set storage_bytes = excluded.storage_bytes`;

/** Who opened a workspace since yesterday, told by the directory; a page view is no row in the request ledger. */
const OPENED = `
  insert into shared.member_activity (tenant_id, user_id, day)
  select m.tenant_id, m.user_id, date_trunc('day', o.at, 'UTC')
  from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) o (tenant_id, user_id, at)
  join shared.memberships m on m.tenant_id = o.tenant_id and m.user_id = o.user_id
  on conflict do nothing`;

type Opened = { tenant_id: string; user_id: string; at: Date };

/**
 * Writes today's storage of every tenant, and counts the active members of those that had any in the last 30 days:
 * without requests of their own their figures would stand still. Safe to repeat.
 */
export async function measureTenants(): Promise<number> {
  const { rows: opened } = await systemPool().query<Opened>(
    `select u.tenant_id, u.user_id, u.last_opened_at as at from platform.user_tenants u
     where u.last_opened_at >= date_trunc('day', now(), 'UTC') - interval '24 hours'`,
  );
  const counts = await eachCell((cell) => measureCell(cell, opened));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function measureCell(cell: string, opened: readonly Opened[]): Promise<number> {
  const pool = systemPool(cell);
  await pool.query(OPENED, [
    opened.map((row) => row.tenant_id),
    opened.map((row) => row.user_id),
    opened.map((row) => row.at),
  ]);
  const { rowCount } = await pool.query(STORAGE);
  const { rows: active } = await pool.query<{ tenant_id: string }>(
    "select distinct a.tenant_id from shared.member_activity a where a.day > now() - interval '720 hours'",
  );
  const client = await pool.connect();
  try {
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    for (const { tenant_id } of active) await countMembers(client, tenant_id, yesterday);
  } finally {
    client.release();
  }
  return rowCount ?? 0;
}
