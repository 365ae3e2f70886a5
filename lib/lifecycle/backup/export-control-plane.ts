import "server-only";
import type { BundleLock } from "@/lib/infra/bundle/bundle-key";
import { type BundleSink, writeBundle } from "@/lib/infra/bundle/write-bundle";
import { writeManifest, writeTable } from "../passport/export-passport";
import { CONTROL_PLANE, type ControlHead, line, type PassportTable } from "../passport/format/lines";
import { readTable } from "../passport/format/read-table";
import type { Snapshot } from "../passport/with-snapshot";
import { listControlTables } from "./control-tables";

/** Writes the whole control plane into one bundle: people, accounts, plans, directories, wrapped keys. */
export async function exportControlPlane(
  { control }: Pick<Snapshot, "control">,
  { lock, sink }: { lock: BundleLock; sink: BundleSink },
): Promise<string> {
  const migrations = await control.query<ControlHead["migrations"][number]>(
    "select name, checksum from migrations.applied where placement = 'platform' order by name",
  );
  const head = line("H", {
    format: 1,
    kind: "control_plane",
    created_at: new Date().toISOString(),
    migrations: migrations.rows,
  } satisfies ControlHead);
  const writer = await writeBundle(lock, sink);
  await writer.write(head);
  const tables: PassportTable[] = [];
  for (const table of await listControlTables(control)) {
    tables.push(
      await writeTable(writer, table, readTable(control, CONTROL_PLANE, table), async () => undefined),
    );
  }
  return writeManifest(writer, CONTROL_PLANE, head, tables);
}
