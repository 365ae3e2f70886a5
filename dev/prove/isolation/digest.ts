import { cellNames, MAIN_CELL } from "@/lib/infra/database/cells";
import { ownerPool } from "@/lib/infra/database/pools";
import { readTables } from "./canaries/read-tables";
import { rowsOfTenant } from "./canaries/tenant-rows";

type Tenant = { id: string; accountId: string };

/** A digest of every row of a tenant, table by table in every cell: shared, its own schema, the control plane's. */
export async function tenantDigest(tenant: Tenant): Promise<Map<string, string>> {
  const digest = new Map<string, string>();
  for (const cell of cellNames()) await digestCell(cell, tenant, digest);
  return digest;
}

async function digestCell(cell: string, tenant: Tenant, digest: Map<string, string>): Promise<void> {
  const owner = await ownerPool(cell).connect();
  try {
    const tables = await readTables(owner, tenant.id);
    for (const table of tables) {
      const condition = rowsOfTenant(table, tables);
      if (!condition) continue;
      const { rows } = await owner.query<{ sum: string | null }>(
        `select md5(string_agg(t::text, '|' order by t::text)) as sum from ${table.name} t
         where (${condition}) and ($1::uuid is not null and $2::uuid is not null)`,
        [tenant.id, tenant.accountId],
      );
      digest.set(cell === MAIN_CELL ? table.name : `${table.name} in ${cell}`, rows[0]?.sum ?? "empty");
    }
  } finally {
    owner.release();
  }
}

/** The tables whose rows changed between two digests. */
export function changedTables(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...after].filter(([table, sum]) => before.get(table) !== sum).map(([table]) => table);
}
