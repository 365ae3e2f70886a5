import { ownerPool } from "@/lib/infra/database/pools";
import { readTables } from "./canaries/read-tables";
import { rowsOfTenant } from "./canaries/tenant-rows";

/** A digest of every row of a tenant, table by table: shared, its own schema, the control plane's. */
export async function tenantDigest(tenant: { id: string; accountId: string }): Promise<Map<string, string>> {
  const owner = await ownerPool().connect();
  try {
    const tables = await readTables(owner, tenant.id);
    const digest = new Map<string, string>();
    for (const table of tables) {
      const condition = rowsOfTenant(table, tables);
      if (!condition) continue;
      const { rows } = await owner.query<{ sum: string | null }>(
        `select md5(string_agg(t::text, '|' order by t::text)) as sum from ${table.name} t
         where (${condition}) and ($1::uuid is not null and $2::uuid is not null)`,
        [tenant.id, tenant.accountId],
      );
      digest.set(table.name, rows[0]?.sum ?? "empty");
    }
    return digest;
  } finally {
    owner.release();
  }
}

/** The tables whose rows changed between two digests. */
export function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([table, sum]) => before.get(table) !== sum).map(([table]) => table);
}
