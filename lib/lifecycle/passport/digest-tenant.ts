import "server-only";
import { rootHash, type TableContent, TableDigest } from "./format/content-hash";
import { type CarriedTable, listCellTables, listPlatformTables } from "./format/list-tables";
import { readTable } from "./format/read-table";
import { type IdMap, mapIds } from "./map-ids";
import { type Snapshot, withSnapshot } from "./with-snapshot";

export type TenantDigest = { root: string; tables: TableContent[] };
export type DigestOptions = {
  /** Tables and columns to look at, as an older bundle has them; all by default. */
  columns?: ReadonlyMap<string, readonly string[]>;
  /** Ids as the sender had them. */
  ids?: IdMap;
};

/** The root hash of a tenant as it is now: equal before an export and after the import of the bundle. */
export async function digestTenant(
  { tenantId, cell }: { tenantId: string; cell: string },
  options: DigestOptions = {},
): Promise<TenantDigest> {
  return withSnapshot(cell, (snapshot) => digestFrom(snapshot, tenantId, options));
}

/** digestTenant() on a view that is open already. */
export async function digestFrom(
  { cell, control }: Snapshot,
  tenantId: string,
  { columns, ids = new Map() }: DigestOptions = {},
): Promise<TenantDigest> {
  const tables: TableContent[] = [];
  const add = async (client: Snapshot["cell"], table: CarriedTable) => {
    const wanted = columns ? columns.get(table.name) : table.columns;
    if (!wanted) return;
    const digest = new TableDigest();
    for await (const row of readTable(client, tenantId, table, wanted)) {
      digest.add({ ...row, json: mapIds(row.json, ids) });
    }
    tables.push({ table: table.name, rows: digest.rows, content: digest.digest() });
  };
  for (const table of await listPlatformTables(control)) await add(control, table);
  for (const table of await listCellTables(cell, tenantId)) await add(cell, table);
  return { root: rootHash(tenantId, tables), tables };
}
