import "server-only";
import path from "node:path";
import { NotFoundError } from "@/lib/core/errors";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import type { BundleUnlock } from "@/lib/infra/bundle/bundle-key";
import { readBundle } from "@/lib/infra/bundle/read-bundle";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";
import { keyring } from "@/lib/infra/keyring";
import { ensureRoles } from "@/lib/tenancy/ensure-roles";
import { fileSource } from "../passport/bundle-file";
import { digestTenant } from "../passport/digest-tenant";
import { checkPassport } from "../passport/import/check-passport";
import { fillTenant } from "../passport/import/fill-tenant";
import { type ImportedTenant, importPassport } from "../passport/import/import-passport";
import { prepareDatabase } from "../prepare-database";
import { type BackupFile, type BackupManifest, readBackupManifest } from "./backup-manifest";
import { assertClientTools, restoreDatabase } from "./client-tools";
import { assertEmpty, restoreControlPlane } from "./restore-control-plane";

export type RestoreOptions = {
  /** The folder of one backup. */
  folder: string;
  unlock: BundleUnlock;
  toolPath?: string;
  onProgress?: (tenant: string) => void;
};
export type RestoredBackup = {
  takenAt: string;
  method: BackupManifest["method"];
  tenants: { slug: string; root: string }[];
};

/**
 * Restores a whole installation into an empty database. Every file of the backup is proved first; each tenant's root
 * hash is compared afterwards. Needs the same master keys as the installation that was backed up, and
 * for a dump PostgreSQL's client tools of the server's version.
 * @throws BundleError, and Error when the database is not empty or a master key is missing: nothing is written then
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoredBackup> {
  const { folder, unlock } = options;
  const { manifest, signer } = await readBackupManifest(folder, unlock);
  const files: RestoreOptions = { ...options, unlock: { secret: manifest.files_secret } };
  assertMasterKeys(manifest);
  const result = {
    takenAt: manifest.taken_at,
    method: manifest.method,
    tenants: [] as RestoredBackup["tenants"],
  };
  if (manifest.method === "pg_dump") {
    await assertClientTools(options.toolPath ?? "");
    for (const file of manifest.files) await restoreDump(file, files);
    await prepareDatabase();
    return result;
  }
  await prepareDatabase();
  for (const file of manifest.files.filter(({ kind }) => kind === "control")) {
    await restoreControlPlane(path.join(folder, file.name), files.unlock);
  }
  for (const file of manifest.files.filter(({ kind }) => kind === "tenant")) {
    result.tenants.push(await restoreFile(file, files, signer));
  }
  return result;
}

/**
 * Restores one tenant of a backup into the running installation, where it has been erased or never was.
 * @throws NotFoundError, BundleError, ConflictError tenant_exists, slug_taken
 */
export async function restoreTenant(
  options: RestoreOptions & { tenant: string; slug?: string },
): Promise<ImportedTenant> {
  const { folder, unlock, tenant, slug } = options;
  const { manifest, signer } = await readBackupManifest(folder, unlock);
  const file = manifest.files.find((found) => found.tenant?.slug === tenant || found.tenant?.id === tenant);
  if (!file) throw new NotFoundError("workspace in this backup");
  const open = () => fileSource(path.join(folder, file.name));
  return importPassport({
    open,
    unlock: { secret: manifest.files_secret },
    trust: [signer],
    ...(slug && { slug }),
  });
}

async function restoreFile(file: BackupFile, { folder, unlock, onProgress }: RestoreOptions, signer: string) {
  const { tenant, root = "" } = file;
  if (!tenant) throw new BundleError("damaged", `${file.name} belongs to no workspace.`);
  onProgress?.(tenant.slug);
  const input = { open: () => fileSource(path.join(folder, file.name)), unlock, trust: [signer] };
  const checked = await checkPassport(input);
  if (checked.manifest.root !== root)
    throw new BundleError("damaged", `${file.name} is another workspace's.`);
  await fillTenant(input, checked, { tenantId: tenant.id, slug: tenant.slug, cell: tenant.cell, ids: [] });
  const found = await digestTenant({ tenantId: tenant.id, cell: tenant.cell }, { columns: checked.columns });
  if (found.root !== root) throw new BundleError("damaged", `${tenant.slug} is not what was backed up.`);
  return { slug: tenant.slug, root };
}

/** Roles belong to the server, not to the dump: they are made first. */
async function restoreDump(
  file: BackupFile,
  { folder, unlock, toolPath = "" }: RestoreOptions,
): Promise<void> {
  const cell = file.cell ?? MAIN_CELL;
  await withOwner(cell, async (owner) => {
    await ensureRoles(owner);
    const { rows } = await owner.query("select 1 from pg_namespace where nspname = 'platform'");
    if (rows.length > 0 && cell === MAIN_CELL) await assertEmpty(owner);
    await owner.query("drop schema if exists platform, shared, warehouse, migrations cascade");
    for (const { tenant } of file.roles ?? []) {
      const name = `t_${tenant.replaceAll("-", "")}`;
      const known = await owner.query("select 1 from pg_roles where rolname = $1", [name]);
      if (!known.rowCount) await owner.query(`create role ${name} nologin inherit in role atrium_tenant`);
      await owner.query(`grant ${name} to atrium_app with inherit false, set true`);
    }
  });
  const { chunks } = await readBundle(fileSource(path.join(folder, file.name)), unlock);
  await restoreDatabase({ cell, path: toolPath }, chunks);
}

function assertMasterKeys({ kek_kids: kids }: BackupManifest): void {
  const missing = kids.filter((kid) => !keyring().kids.includes(kid));
  if (missing.length > 0) {
    throw new Error(
      `This backup needs the master key ${missing.join(", ")} in ENCRYPTION_KEY or ENCRYPTION_KEYS.`,
    );
  }
}
