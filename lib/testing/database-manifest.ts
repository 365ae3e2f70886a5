import { ownerPool } from "@/lib/infra/database/pools";

/** What the database looks like: one line a fact, sorted, so that a difference reads like a diff. */
export type Manifest = { columns: string[]; indexes: string[]; policies: string[]; grants: string[] };

/** Partitions repeat their parents, and tenant schemas repeat one another: `tenantSchema` stands for all. */
const TABLES = `
  select c.oid, c.relacl, c.relowner, case when n.nspname = $1 then 'tenant' else n.nspname end || '.' || c.relname as name
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('platform', 'shared', 'warehouse', $1)`;

/** Reads columns, indexes, policies and grants from the catalogue. */
export async function databaseManifest(tenantSchema: string): Promise<Manifest> {
  const list = async (sql: string) => {
    const { rows } = await ownerPool().query<{ line: string }>(sql, [tenantSchema]);
    return rows.map(({ line }) => line.replaceAll(tenantSchema, "tenant")).sort();
  };
  const [columns, indexes, policies, grants] = await Promise.all([
    list(`select t.name || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end as line
      from (${TABLES}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped`),
    list(
      `select pg_get_indexdef(i.indexrelid) as line from (${TABLES}) t join pg_index i on i.indrelid = t.oid`,
    ),
    list(`select t.name || ' ' || p.polname || ' ' || case when p.polpermissive then 'permissive' else 'restrictive' end || ' to '
        || (select string_agg(r.rolname, ', ' order by r.rolname) from pg_roles r where r.oid = any(p.polroles))
        || ' using ' || coalesce(pg_get_expr(p.polqual, p.polrelid), '') as line
      from (${TABLES}) t join pg_policy p on p.polrelid = t.oid`),
    list(`select t.name || ' ' || coalesce(r.rolname, 'public') || ' ' || string_agg(x.privilege_type, ', ' order by x.privilege_type) as line
      from (${TABLES}) t cross join lateral aclexplode(t.relacl) x left join pg_roles r on r.oid = x.grantee
      where x.grantee <> t.relowner group by t.name, r.rolname`),
  ]);
  return { columns, indexes, policies, grants };
}
