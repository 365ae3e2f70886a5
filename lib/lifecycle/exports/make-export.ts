import "server-only";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import type pg from "pg";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantFacts } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { appPool } from "@/lib/infra/database/pools";
import { putObject, removeObject } from "@/lib/infra/object-store";
import { type TarEntry, writeTar } from "@/lib/infra/write-tar";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { schemaName } from "@/lib/tenancy/schema-name";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { EXPORT_DAYS, exportKey } from "./internal";
import { type ExportTable, listTables, writeTable } from "./write-tables";

export type ExportJob = { tenantId: string; exportId: string; email: string | null; locale: "en" | "nl" };

const DAY_MS = 86_400_000;
const WORKER = {
  requestId: "worker",
  ip: null,
  userAgent: null,
  actor: { type: "system", name: "worker" },
} as const;

/**
 * Makes the file of an export: every table as NDJSON and CSV as of one moment, a manifest with row counts and SHA-256
 * of each file, packed as tar.gz. Read as the tenant's own database role, so nothing of anybody else can be in it. Safe
 * to repeat: an attempt that was cut off leaves no file behind.
 */
export async function makeExport(job: ExportJob): Promise<void> {
  const { tenantId, exportId: id } = job;
  const tenant = await lookUpTenant(tenantId);
  if (!tenant) return;
  const where = { tenantId_id: { tenantId, id } };
  const isOpen = await withTenant({ tenantId }, async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { tenantId, id, state: { in: ["queued", "running"] } },
      data: { state: "running", tablesDone: 0 },
    });
    return count === 1;
  });
  if (!isOpen) return;
  const folder = await mkdtemp(join(tmpdir(), "atrium-export-"));
  try {
    const tables = await readTables(tenant, folder, (done, total) =>
      withTenant({ tenantId }, async (tx) => {
        await tx.export.update({ where, data: { tablesDone: done, tablesTotal: total } });
      }),
    );
    const archive = Readable.from(writeTar(entriesOf(tenant, tables))).pipe(createGzip());
    const { sizeBytes, sha256 } = await putObject(exportKey(tenantId, id), archive);
    try {
      await finish(job, tenant, tables, { sizeBytes, sha256 });
    } catch (error) {
      // The workspace may have been erased meanwhile: nobody would look for this file again.
      await removeObject(exportKey(tenantId, id));
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Marks an export that will not be tried again. */
export async function failExport({ tenantId, exportId: id }: ExportJob): Promise<void> {
  await withTenant({ tenantId }, async (tx) => {
    const { count } = await tx.export.updateMany({
      where: { tenantId, id, state: { in: ["queued", "running"] } },
      data: { state: "failed", finishedAt: new Date() },
    });
    if (count === 0) return;
    const ctx = { ...WORKER, tenant: { id: tenantId } };
    await recordEvent(tx, ctx, { action: "export.failed", target: { type: "export", id } });
  });
}

type Progress = (done: number, total: number) => Promise<void>;

async function readTables(tenant: TenantFacts, folder: string, onProgress: Progress): Promise<ExportTable[]> {
  const client = await appPool(tenant.cell).connect();
  let failure: unknown;
  try {
    await client.query("begin isolation level repeatable read read only");
    await bind(client, tenant.id);
    const tables = await listTables(client, tenant.id);
    const written: ExportTable[] = [];
    for (const [index, table] of tables.entries()) {
      await onProgress(index, tables.length);
      written.push(await writeTable(client, table, folder));
    }
    await onProgress(tables.length, tables.length);
    await client.query("commit");
    return written;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    client.release(failure instanceof Error ? failure : undefined);
  }
}

/** The same context as withTenant() gives: the tenant's role and nothing else. */
async function bind(client: pg.ClientBase, tenantId: string): Promise<void> {
  await client.query("select set_config('role', $1, true), set_config('app.tenant_id', $2, true)", [
    schemaName(tenantId),
    tenantId,
  ]);
}

function entriesOf(tenant: TenantFacts, tables: readonly ExportTable[]): TarEntry[] {
  const files = tables.flatMap((table) => table.files);
  const manifest = {
    format: "atrium-export",
    version: 1,
    made_at: new Date().toISOString(),
    workspace: {
      id: tenant.id,
      name: tenant.name,
      slug: tenant.slug,
      locale: tenant.locale,
      time_zone: tenant.timeZone,
      plan: tenant.planKey,
    },
    tables: tables.map(({ table, rows, left_out, files: own }) => ({
      table,
      rows,
      left_out,
      files: own.map(({ name, sizeBytes, sha256 }) => ({ name, size_bytes: sizeBytes, sha256 })),
    })),
  };
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  const manifestHash = createHash("sha256").update(text).digest("hex");
  const sums = [...files.map(({ name, sha256 }) => `${sha256}  ${name}`), `${manifestHash}  manifest.json`];
  const list = Buffer.from(`${sums.join("\n")}\n`);
  return [
    { name: "manifest.json", sizeBytes: text.length, source: text },
    { name: "SHA256SUMS", sizeBytes: list.length, source: list },
    ...files.map(({ name, sizeBytes, path }) => ({ name, sizeBytes, source: path })),
  ];
}

async function finish(
  { tenantId, exportId: id, email, locale }: ExportJob,
  tenant: TenantFacts,
  tables: readonly ExportTable[],
  file: { sizeBytes: number; sha256: string },
): Promise<void> {
  const rowCount = tables.reduce((sum, table) => sum + table.rows, 0);
  const expiresAt = new Date(Date.now() + EXPORT_DAYS * DAY_MS);
  await withTenant({ tenantId }, async (tx) => {
    await tx.export.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        state: "ready",
        rowCount: BigInt(rowCount),
        sizeBytes: BigInt(file.sizeBytes),
        sha256: file.sha256,
        expiresAt,
        finishedAt: new Date(),
      },
    });
    await recordEvent(
      tx,
      { ...WORKER, requestId: newId(), tenant: { id: tenantId } },
      {
        action: "export.finished",
        target: { type: "export", id },
        after: { rows: rowCount, size_bytes: file.sizeBytes, sha256: file.sha256 },
      },
    );
    if (!email) return;
    await enqueueMail(tx, {
      template: "export_ready",
      to: email,
      locale,
      data: { tenantName: tenant.name, slug: tenant.slug, expiresAt: expiresAt.toISOString() },
      dedupeKey: `export-ready:${id}`,
    });
  });
}
