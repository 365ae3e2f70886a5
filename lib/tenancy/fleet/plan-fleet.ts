import "server-only";
import type pg from "pg";
import type { Migration } from "../run-migrations";
import type { Ring } from "./schema";

export type Planned = { tenantId: string; ring: Ring };

/**
 * The tenants of a database that lack a migration, with their rings: the canaries (those of migrations.canaries, else
 * the three oldest), one in a hundred by a hash of the id, the rest. Written to the ledger, so that the back-office
 * shows what is left.
 */
export async function planFleet(
  owner: pg.Pool | pg.ClientBase,
  migrations: readonly Migration[],
): Promise<Planned[]> {
  const names = migrations.map((migration) => migration.name);
  const { rows } = await owner.query<{ tenant_id: string; ring: Ring }>(
    `with pending as (
       select s.tenant_id, s.created_at from shared.tenants s
       where (select count(*) from migrations.applied a where a.placement = 'tenant'
         and a.target = 't_' || replace(s.tenant_id::text, '-', '') and a.name = any($1)) < $2
     ), canaries as (
       select c.tenant_id from migrations.canaries c
       union all
       (select s.tenant_id from shared.tenants s where not exists (select 1 from migrations.canaries)
        order by s.created_at, s.tenant_id limit 3)
     ), planned as (
       insert into migrations.fleet as f (tenant_id, ring, state)
       select p.tenant_id,
         case when p.tenant_id in (select c.tenant_id from canaries c) then 'canary'
           when ('x' || substr(md5(p.tenant_id::text), 1, 7))::bit(28)::int % 100 = 0 then 'early' else 'all' end, 'pending'
       from pending p
       on conflict (tenant_id) do update set ring = excluded.ring, state = 'pending', attempts = 0,
         updated_at = now()
       returning f.tenant_id, f.ring
     )
     select p.tenant_id::text, p.ring from planned p join pending d on d.tenant_id = p.tenant_id order by d.created_at, 1`,
    [names, names.length],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ring: row.ring }));
}
