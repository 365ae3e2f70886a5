import "server-only";
import { mkdir, rename } from "node:fs/promises";
import path from "node:path";
import { newId } from "@/lib/core/ids";
import { type BundleLock, newRecipient } from "@/lib/infra/bundle/bundle-key";
import { cellNames, MAIN_CELL } from "@/lib/infra/database/cells";
import { keyring } from "@/lib/infra/keyring";
import { withSystem } from "@/lib/tenancy/with-system";
import { fileSink } from "../passport/bundle-file";
import { exportFrom } from "../passport/export-passport";
import { type Snapshot, withSnapshot } from "../passport/with-snapshot";
import { type BackupFile, type BackupManifest, sha256OfFile, writeBackupManifest } from "./backup-manifest";
import { assertClientTools, dumpDatabase, hasClientTools } from "./client-tools";
import { exportControlPlane } from "./export-control-plane";

export type BackupOptions = {
  /** Holds one folder a backup. */
  out: string;
  lock: BundleLock;
  /** "auto" takes pg_dump when it is present and new enough for the server. */
  method?: "auto" | BackupManifest["method"];
  /** PATH on which the client tools are looked for. */
  toolPath?: string;
  onProgress?: (file: string) => void;
};
export type MadeBackup = {
  id: string;
  folder: string;
  method: BackupManifest["method"];
  tenants: number;
  sizeBytes: number;
};

/**
 * Backs the whole installation up into a new folder, encrypted: with PostgreSQL's own tools, or as one bundle for the
 * control plane and one for each tenant, all of one moment a cell. A backup that was stopped half way has no manifest
 * and another name.
 */
export async function createBackup(options: BackupOptions): Promise<MadeBackup> {
  const { out, lock, method: wanted = "auto", toolPath = "" } = options;
  const id = newId();
  const method = wanted === "auto" ? ((await hasClientTools(toolPath)) ? "pg_dump" : "passports") : wanted;
  if (wanted === "pg_dump") await assertClientTools(toolPath);
  const takenAt = new Date();
  const pair = newRecipient();
  const inner = { ...options, lock: { recipient: pair.recipient } };
  const name = `atrium-backup-${takenAt.toISOString().replaceAll(/[:.]/g, "-")}`;
  const partial = path.join(out, `${name}.partial`);
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await withSystem((tx) => tx.backup.create({ data: { id, method }, select: { id: true } }));
  try {
    const files = method === "pg_dump" ? await dumpCells(partial, inner) : await exportAll(partial, inner);
    const manifest: BackupManifest = {
      format: 1,
      id,
      method,
      taken_at: takenAt.toISOString(),
      kek_kids: await kidsInUse(),
      files_secret: pair.secret,
      files,
    };
    await writeBackupManifest(partial, manifest, lock);
    await rename(partial, path.join(out, name));
    const result = {
      tenants: files.filter((file) => file.kind === "tenant").length,
      sizeBytes: files.reduce((sum, file) => sum + file.size_bytes, 0),
    };
    await note(id, "succeeded", result);
    return { id, folder: path.join(out, name), method, ...result };
  } catch (error) {
    await note(id, "failed", { tenants: 0, sizeBytes: 0 }).catch(() => undefined);
    throw error;
  }
}

async function exportAll(folder: string, { lock, onProgress }: BackupOptions): Promise<BackupFile[]> {
  const files: BackupFile[] = [];
  for (const cell of cellNames()) {
    await withSnapshot(cell, async (snapshot) => {
      if (cell === MAIN_CELL) {
        const file = await write(folder, "control.atrium", (sink) =>
          exportControlPlane(snapshot, { lock, sink }),
        );
        files.push({ ...file, kind: "control" });
      }
      for (const tenant of await tenantsOf(snapshot, cell)) {
        onProgress?.(tenant.slug);
        const file = await write(folder, `tenant-${tenant.id}.atrium`, async (sink) => {
          return (await exportFrom(snapshot, tenant.id, { lock, sink })).root;
        });
        files.push({ ...file, kind: "tenant", tenant });
      }
    });
  }
  return files;
}

async function dumpCells(
  folder: string,
  { lock, onProgress, toolPath = "" }: BackupOptions,
): Promise<BackupFile[]> {
  const files: BackupFile[] = [];
  for (const cell of cellNames()) {
    onProgress?.(cell);
    const file = await write(folder, `dump-${cell}.atrium`, async (sink) => {
      await dumpDatabase({ cell, path: toolPath }, lock, sink);
      return undefined;
    });
    const roles = await withSnapshot(cell, (snapshot) => tenantsOf(snapshot, cell));
    files.push({ ...file, kind: "dump", cell, roles: roles.map(({ id }) => ({ tenant: id })) });
  }
  return files;
}

type Sink = Awaited<ReturnType<typeof fileSink>>["write"];

async function write(folder: string, name: string, work: (sink: Sink) => Promise<string | undefined>) {
  const full = path.join(folder, name);
  const sink = await fileSink(full);
  const root = await work(sink.write);
  const size = await sink.close();
  return { name, size_bytes: size, sha256: await sha256OfFile(full), ...(root && { root }) };
}

/** Tenants that are there; of one that is being made there is nothing to keep yet. */
async function tenantsOf({ control }: Snapshot, cell: string) {
  const { rows } = await control.query<{ id: string; slug: string; cell: string }>(
    `select id::text, slug::text, cell::text from platform.tenants
     where cell = $1 and status not in ('erased', 'provisioning', 'pending_approval') order by id`,
    [cell],
  );
  return rows;
}

/** The master keys that a restore needs. */
async function kidsInUse(): Promise<string[]> {
  const rows = await withSystem((tx) =>
    tx.tenantKey.findMany({
      where: { state: { not: "destroyed" } },
      distinct: ["kekKid"],
      select: { kekKid: true },
    }),
  );
  return [...new Set([keyring().current, ...rows.map((row) => row.kekKid)])];
}

async function note(id: string, state: "succeeded" | "failed", size: { tenants: number; sizeBytes: number }) {
  const data = { state, tenants: size.tenants, sizeBytes: BigInt(size.sizeBytes), finishedAt: new Date() };
  await withSystem((tx) => tx.backup.update({ where: { id }, data, select: { id: true } }));
}
