import "server-only";
import type pg from "pg";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import type { BundleUnlock } from "@/lib/infra/bundle/bundle-key";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";
import { readMigrations } from "@/lib/tenancy/run-migrations";
import { fileSource } from "../passport/bundle-file";
import { TableDigest } from "../passport/format/content-hash";
import { CONTROL_PLANE, type ControlHead, type PassportTable } from "../passport/format/lines";
import { readTable } from "../passport/format/read-table";
import { RowWriter } from "../passport/import/insert-rows";
import { readPassport } from "../passport/read-passport";
import { PLAIN_TEXT } from "../passport/with-snapshot";
import { type ControlTable, listControlTables } from "./control-tables";

/**
 * Fills an empty control plane from a backup, in one transaction that also compares what arrived with what was sent.
 * @throws BundleError; Error when the control plane is not empty
 */
export async function restoreControlPlane(file: string, unlock: BundleUnlock): Promise<string> {
  return withOwner(MAIN_CELL, async (owner) => {
    await owner.query("begin");
    try {
      await owner.query(PLAIN_TEXT);
      await assertEmpty(owner);
      const root = await fill(owner, file, unlock);
      // The queue starts empty: work that waited in it is handed over again.
      await owner.query("update platform.outbox set relayed_at = null where done_at is null");
      await owner.query("commit");
      return root;
    } catch (error) {
      await owner.query("rollback");
      throw error;
    }
  });
}

/** @throws Error when somebody works here already */
export async function assertEmpty(owner: pg.ClientBase): Promise<void> {
  const { rows } = await owner.query<{ n: string }>(
    "select (select count(*) from platform.tenants) + (select count(*) from platform.users) as n",
  );
  if (Number(rows[0]?.n) > 0) throw new Error("This database is not empty: restore into a new one.");
}

async function fill(owner: pg.ClientBase, file: string, unlock: BundleUnlock): Promise<string> {
  const tables = await listControlTables(owner);
  const byName = new Map(tables.map((table) => [table.name, table]));
  // What the migration run wrote (plans, the main cell) comes from the backup instead.
  for (const { sql } of tables.toReversed()) {
    // Rows arrive as they were: no trigger may add to them (histories, notices). Foreign keys are checked all the same.
    await owner.query(`alter table ${sql} disable trigger user`);
    await owner.query(`delete from ${sql}`);
  }
  const columns = new Map<string, string[]>();
  const homes: string[] = [];
  const writer = new RowWriter(owner);
  let root = "";
  let sent: PassportTable[] = [];
  for await (const part of readPassport(fileSource(file), unlock)) {
    switch (part.kind) {
      case "head":
        if (!("kind" in part.head))
          throw new BundleError("wrong_kind", "This bundle holds no control plane.");
        assertKnown(part.head);
        break;
      case "table":
        columns.set(part.table, part.columns);
        await writer.begin(needed(byName, part.table, part.columns), part.columns);
        break;
      case "row":
        if (part.table === "platform.users") homes.push(part.row.json);
        // People come before tenants, which they name as their home.
        await writer.add(part.table === "platform.users" ? withoutHome(part.row.json) : part.row.json);
        break;
      case "end":
        ({ root, tables: sent } = part.manifest);
        break;
      default:
        part satisfies never;
    }
  }
  await writer.flush();
  await owner.query(
    `update platform.users u set tenant_id = h.tenant_id
     from jsonb_populate_recordset(null::platform.users, $1::jsonb) h where h.id = u.id and h.tenant_id is not null`,
    [`[${homes.join(",")}]`],
  );
  for (const table of tables) {
    await restartNumbers(owner, table);
    await owner.query(`alter table ${table.sql} enable trigger user`);
  }
  await owner.query("set constraints all immediate");
  const found = await digest(owner, tables, columns);
  const changed = sent.filter((table) => table.rows > 0 && found.get(table.table) !== table.content);
  if (changed.length > 0) {
    const names = changed.map(({ table }) => table).join(", ");
    throw new BundleError("damaged", `The control plane that arrived is not what was sent: ${names}.`);
  }
  return root;
}

function withoutHome(json: string): string {
  return json.replace(/"tenant_id": ?"[0-9a-f-]{36}"/, '"tenant_id": null');
}

function assertKnown({ migrations }: ControlHead): void {
  const known = new Map(readMigrations("platform").map((m) => [m.name, m.checksum]));
  const unknown = migrations.filter((m) => known.get(m.name) !== m.checksum).map((m) => m.name);
  if (unknown.length > 0) {
    throw new BundleError(
      "newer_version",
      `This backup comes from a newer version, which knows ${unknown.join(", ")}.`,
    );
  }
}

function needed(
  tables: ReadonlyMap<string, ControlTable>,
  name: string,
  columns: readonly string[],
): ControlTable {
  const table = tables.get(name);
  if (table && columns.every((column) => table.columns.includes(column))) return table;
  throw new BundleError("newer_version", `This database has no place for ${name}.`);
}

async function restartNumbers(owner: pg.ClientBase, { sql, identity }: ControlTable): Promise<void> {
  for (const column of identity) {
    await owner.query(
      `select setval(pg_get_serial_sequence($1, $2), greatest((select max("${column}") from ${sql}), 1))`,
      [sql.replaceAll('"', ""), column],
    );
  }
}

async function digest(
  owner: pg.ClientBase,
  tables: readonly ControlTable[],
  columns: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, string>> {
  const contents = new Map<string, string>();
  for (const table of tables) {
    const wanted = columns.get(table.name);
    if (!wanted) continue;
    const content = new TableDigest();
    for await (const row of readTable(owner, CONTROL_PLANE, table, wanted)) content.add(row);
    contents.set(table.name, content.digest());
  }
  return contents;
}
