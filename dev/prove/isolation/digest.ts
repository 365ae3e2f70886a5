import { ownerPool } from "@/lib/infra/database/pools";
import { schemaName } from "@/lib/tenancy/schema-name";

/** Directory rows of a tenant that a foreign attempt must not touch either. */
const CONTROL_PLANE: Record<string, string> = {
  tenants: "id = $1",
  user_tenants: "tenant_id = $1",
  token_directory: "tenant_id = $1",
  api_key_directory: "tenant_id = $1",
  outbox: "tenant_id = $1",
  platform_events: "tenant_id = $1",
};

/** A digest of every row of a tenant, table by table: shared, its own schema, its directory entries. */
export async function tenantDigest(tenantId: string): Promise<Map<string, string>> {
  const owner = ownerPool();
  const { rows: tables } = await owner.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and (n.nspname = $1 or (n.nspname in ('shared', 'warehouse')
       and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')))`,
    [schemaName(tenantId)],
  );
  const digest = new Map<string, string>();
  const add = async (table: string, condition: string) => {
    const { rows } = await owner.query<{ sum: string | null }>(
      `select md5(string_agg(t::text, '|' order by t::text)) as sum from ${table} t where ${condition}`,
      condition.includes("$1") ? [tenantId] : [],
    );
    digest.set(table, rows[0]?.sum ?? "empty");
  };
  for (const { schema, name } of tables) {
    await add(`"${schema}"."${name}"`, schema.startsWith("t_") ? "true" : "tenant_id = $1");
  }
  for (const [name, condition] of Object.entries(CONTROL_PLANE)) await add(`platform.${name}`, condition);
  return digest;
}

/** The tables whose rows changed between two digests. */
export function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([table, sum]) => before.get(table) !== sum).map(([table]) => table);
}
