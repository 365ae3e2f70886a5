import "server-only";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import { withOwner } from "@/lib/infra/database/with-owner";
import { ensureTenantSchema } from "@/lib/tenancy/ensure-tenant-schema";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import { ensureTenantKey } from "@/lib/tenancy/vault/ensure-tenant-key";
import { type CarriedTable, listCellTables, listPlatformTables } from "../format/list-tables";
import type { CarriedRow } from "../format/read-table";
import { mapIds } from "../map-ids";
import { readPassport } from "../read-passport";
import { PLAIN_TEXT } from "../with-snapshot";
import { assertKnownColumns } from "./assert-fits";
import type { CheckedPassport, PassportInput } from "./check-passport";
import type { Claim } from "./claim-tenant";
import { RowWriter, sealRow } from "./insert-rows";

export type FillOptions = {
  /** Tables to leave out, for a copy. */
  leaveOut?: (table: string) => boolean;
  /** Leaves the rows' secrets out: a row that must have one is left out itself. */
  withoutSecrets?: boolean;
  onProgress?: (rows: number) => void;
};

/** Rows of the control plane that are written when everything else is in place. */
export type DirectoryRows = { table: string; columns: string[]; rows: string[] }[];

/**
 * Makes the tenant's schema and writes its rows in one transaction of its cell. The bundle is read a second time and
 * proved again: one that was exchanged since the first time rolls everything back.
 */
export async function fillTenant(
  input: PassportInput,
  checked: CheckedPassport,
  claim: Pick<Claim, "tenantId" | "slug" | "cell" | "ids">,
  { leaveOut = () => false, withoutSecrets = false, onProgress }: FillOptions = {},
): Promise<DirectoryRows> {
  const { tenantId, slug, cell } = claim;
  const ids = new Map(claim.ids);
  await ensureTenantKey(tenantId);
  return withOwner(cell, async (owner) => {
    await ensureTenantSchema(owner, tenantId, readMigrations("tenant"));
    const tables = new Map((await listCellTables(owner, tenantId)).map((table) => [table.name, table]));
    const directory: DirectoryRows = [];
    const writer = new RowWriter(owner);
    await owner.query("begin");
    try {
      await owner.query(PLAIN_TEXT);
      await owner.query("insert into shared.tenants (tenant_id, slug) values ($1, $2)", [tenantId, slug]);
      for await (const part of readPassport(input.open(), input.unlock)) {
        if (part.kind === "end") assertSame(part.manifest.root, checked);
        if (part.kind === "head" || part.kind === "end" || leaveOut(tableOf(part))) continue;
        const table = tables.get(part.table);
        if (part.kind === "table") {
          assertPlace(part, table);
          if (table) await writer.begin(table, part.columns);
          else directory.push({ table: part.table, columns: part.columns, rows: [] });
          continue;
        }
        const row: CarriedRow = { ...part.row, json: mapIds(part.row.json, ids) };
        if (withoutSecrets && Object.values(row.secrets).some((secret) => secret !== null)) continue;
        if (table) await writer.add(await sealRow(tenantId, table, row));
        else directory.at(-1)?.rows.push(row.json);
        if (table && writer.rows % 1_000 === 0) onProgress?.(writer.rows);
      }
      await writer.flush();
      await owner.query("commit");
    } catch (error) {
      await owner.query("rollback");
      throw error;
    }
    return directory;
  });
}

/** Compares the bundle with this database before anything is claimed. */
export async function assertFits(checked: CheckedPassport, cell: string, tenantId: string): Promise<void> {
  const tables = await withOwner(cell, (owner) => listCellTables(owner, tenantId));
  const directory = await withOwner("main", listPlatformTables);
  // The tenant's own schema does not exist yet: migrations decide about its tables.
  const shared = new Map([...checked.columns].filter(([table]) => !table.startsWith("tenant.")));
  assertKnownColumns({ ...checked, columns: shared }, [...tables, ...directory]);
}

/** Names of columns become SQL: only those that this database has. The control plane's were compared before. */
function assertPlace(
  { table: name, columns }: { table: string; columns: string[] },
  table?: CarriedTable,
): void {
  if (!name.startsWith("platform."))
    assertKnownColumns({ columns: new Map([[name, columns]]) }, table ? [table] : []);
}

function tableOf(part: { table: string }): string {
  return part.table;
}

function assertSame(root: string, checked: CheckedPassport): void {
  if (root !== checked.manifest.root)
    throw new BundleError("damaged", "The file was exchanged while it was read.");
}
