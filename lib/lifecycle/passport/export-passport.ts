import "server-only";
import { createHash } from "node:crypto";
import { NotFoundError } from "@/lib/core/errors";
import type { BundleKeys, BundleLock } from "@/lib/infra/bundle/bundle-key";
import { type BundleSink, type BundleWriter, writeBundle } from "@/lib/infra/bundle/write-bundle";
import { encrypt } from "@/lib/infra/keyring";
import { withSystem } from "@/lib/tenancy/with-system";
import { rootHash, TableDigest } from "./format/content-hash";
import { line, type PassportHead, type PassportManifest, type PassportTable } from "./format/lines";
import { type CarriedTable, listCellTables, listPlatformTables } from "./format/list-tables";
import { type CarriedRow, readTable } from "./format/read-table";
import { signBundle } from "./signing-key";
import { type Snapshot, withSnapshot } from "./with-snapshot";

export type ExportOptions = {
  lock: BundleLock;
  sink: BundleSink;
  /** Called about every thousand rows. */
  onProgress?: (rows: number) => Promise<void>;
};
export type ExportedPassport = { root: string; rows: number; tables: PassportTable[] };

/**
 * Writes everything a tenant has into one encrypted, signed bundle: a consistent view, whatever is written meanwhile.
 * Secrets are opened and sealed again under the bundle's key; keys of the installation stay behind.
 * @throws NotFoundError
 */
export async function exportPassport(tenantId: string, options: ExportOptions): Promise<ExportedPassport> {
  const tenant = await withSystem((tx) =>
    tx.tenant.findUnique({ where: { id: tenantId }, select: { cell: true } }),
  );
  if (!tenant) throw new NotFoundError("workspace");
  return withSnapshot(tenant.cell, (snapshot) => exportFrom(snapshot, tenantId, options));
}

/** exportPassport() on a view that is open already: a backup takes all tenants from one. */
export async function exportFrom(
  snapshot: Snapshot,
  tenantId: string,
  { lock, sink, onProgress }: ExportOptions,
): Promise<ExportedPassport> {
  const head = line("H", await readHead(snapshot, tenantId));
  const writer = await writeBundle(lock, sink);
  await writer.write(head);
  const tables: PassportTable[] = [];
  let rows = 0;
  const counted = async () => {
    rows += 1;
    if (rows % 1_000 === 0) await onProgress?.(rows);
  };
  for (const table of await listPlatformTables(snapshot.control)) {
    tables.push(await writeTable(writer, table, readTable(snapshot.control, tenantId, table), counted));
  }
  for (const table of await listCellTables(snapshot.cell, tenantId)) {
    tables.push(await writeTable(writer, table, readTable(snapshot.cell, tenantId, table), counted));
  }
  const root = await writeManifest(writer, tenantId, head, tables);
  return { root, rows, tables };
}

/** Bytes that the signature covers: the manifest, and the header that its keys come from. */
export function signedBytes(manifest: string, { headerHash }: BundleKeys): Buffer {
  return Buffer.concat([headerHash, Buffer.from(manifest)]);
}

/** Ends a bundle: the manifest over everything before it, and its signature. Returns the root hash. */
export async function writeManifest(
  writer: BundleWriter,
  tenantId: string,
  head: string,
  tables: PassportTable[],
): Promise<string> {
  const root = rootHash(tenantId, tables);
  const headHash = createHash("sha256").update(head).digest("hex");
  const manifest: PassportManifest = { tenant_id: tenantId, head_sha256: headHash, tables, root };
  const text = JSON.stringify(manifest);
  await writer.write(line("M", text));
  await writer.write(line("Z", await signBundle(signedBytes(text, writer.keys))));
  await writer.end();
  return root;
}

/** Writes one table as a file of its own inside the bundle. */
export async function writeTable(
  writer: BundleWriter,
  { name, columns }: CarriedTable,
  rows: AsyncIterable<CarriedRow>,
  counted: () => Promise<void>,
): Promise<PassportTable> {
  await writer.write(line("T", { table: name, columns }));
  const digest = new TableDigest();
  const file = createHash("sha256");
  for await (const row of rows) {
    digest.add(row);
    const text = `${secretsLine(writer.keys, name, row)}${line("R", row.json)}`;
    file.update(text);
    await writer.write(text);
    await counted();
  }
  const end = { table: name, rows: digest.rows, sha256: file.digest("hex"), content: digest.digest() };
  await writer.write(line("E", end));
  return end;
}

/** Secrets are encrypted once more inside the bundle, bound to their row: a decrypted bundle still shows none. */
function secretsLine(keys: BundleKeys, table: string, { json, secrets }: CarriedRow): string {
  const columns = Object.keys(secrets);
  if (columns.length === 0) return "";
  const sealed = columns.map((column) => {
    const value = secrets[column];
    if (value == null) return [column, null];
    const { iv, ciphertext, tag } = encrypt(
      keys.secrets,
      Buffer.from(value),
      secretPlace(table, column, json),
    );
    return [column, Buffer.concat([iv, ciphertext, tag]).toString("base64url")];
  });
  return line("X", Object.fromEntries(sealed));
}

/** What binds a secret to its row inside a bundle. */
export function secretPlace(table: string, column: string, json: string): string {
  return `${table}|${column}|${createHash("sha256").update(json).digest("hex")}`;
}

async function readHead({ cell, control }: Snapshot, tenantId: string): Promise<PassportHead> {
  const { rows } = await control.query<{ tenant: PassportHead["tenant"]; account: PassportHead["account"] }>(
    `select jsonb_build_object('id', t.id, 'name', t.name, 'slug', t.slug, 'status', t.status) as tenant,
       jsonb_build_object('id', a.id, 'name', a.name, 'billing_email', a.billing_email, 'currency', a.currency) as account
     from platform.tenants t join platform.accounts a on a.id = t.account_id where t.id = $1 and t.status <> 'erased'`,
    [tenantId],
  );
  const found = rows[0];
  if (!found) throw new NotFoundError("workspace");
  const people = await control.query<PassportHead["people"][number]>(
    `select u.id, u.email, u.first_name, u.last_name, u.locale, m.role as account_role
     from platform.users u
     left join platform.account_members m on m.user_id = u.id and m.account_id = $2
     where m.user_id is not null or exists (select 1 from platform.user_tenants x where x.user_id = u.id and x.tenant_id = $1)
     order by u.id`,
    [tenantId, found.account.id],
  );
  const applied = await cell.query<PassportHead["migrations"][number]>(
    `select distinct placement, name, checksum from migrations.applied
     where placement = 'cell' or (placement = 'tenant' and target = 't_' || replace($1, '-', '')) order by placement, name`,
    [tenantId],
  );
  return {
    format: 1,
    created_at: new Date().toISOString(),
    ...found,
    people: people.rows,
    migrations: applied.rows,
  };
}
