import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createDatabase, urlWithDatabase } from "@/dev/database/provision";
import { compareDigests, digestDatabase } from "@/dev/prove/restore/digest-database";
import { createAgent } from "@/lib/agents/create-agent";
import { newRecipient } from "@/lib/infra/bundle/bundle-key";
import { systemPool } from "@/lib/infra/database/pools";
import { ensureTenantKey } from "@/lib/tenancy/vault/ensure-tenant-key";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { ownSigner } from "../passport/signing-key";
import { eraseTenant } from "../tenants/erase-tenant";
import { readBackupManifest } from "./backup-manifest";
import { hasClientTools } from "./client-tools";
import { createBackup } from "./create-backup";
import { restoreTenant } from "./restore-backup";

const run = promisify(execFile);
const { recipient, secret } = newRecipient();
const unlock = { secret };
let folder: string;
let backup: string;
let tenants: TestTenant[];
let before: Map<string, string>;

const own = () => process.env.TEST_DATABASE_SUPER_URL ?? "";

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "atrium-backup-test-"));
  await writeFile(path.join(folder, "secret"), secret);
  tenants = [await makeTenant({ planKey: "professional" }), await makeTenant({ planKey: "professional" })];
  for (const tenant of tenants) {
    await ensureTenantKey(tenant.id);
    const ctx = await makeContext(tenant, tenant.owner);
    await createAgent(ctx, { catalogue_key: "quality_guardian", name: "Kept" });
  }
  await ownSigner();
  before = await digestDatabase(own());
  const made = await createBackup({
    out: path.join(folder, "out"),
    lock: { recipient },
    method: "passports",
  });
  expect(made).toMatchObject({ tenants: 2, method: "passports" });
  backup = made.folder;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Client tools of a version, as far as anybody asks for it. */
async function toolsOf(version: string, names = ["pg_dump", "pg_restore"]): Promise<string> {
  const bin = await mkdtemp(path.join(folder, "bin-"));
  for (const name of names) {
    await writeFile(path.join(bin, name), `#!/bin/sh\necho "${name} (PostgreSQL) ${version}"\n`, {
      mode: 0o755,
    });
  }
  return bin;
}

test("client tools are taken when they are new enough; older ones are refused by name", async () => {
  expect(await hasClientTools(await toolsOf("18.6 (Debian 18.6-3)"))).toBe(true);
  const old = await toolsOf("15.18 (Debian 15.18-0+deb12u1)");
  expect(await hasClientTools(old)).toBe(false);
  const dump = (toolPath: string) =>
    createBackup({ out: path.join(folder, "dumps"), lock: { recipient }, method: "pg_dump", toolPath });
  await expect(dump(old)).rejects.toThrow(/version 18 or newer .* pg_dump 15 and pg_restore 15\./);
  await expect(dump(await toolsOf("18.6", ["pg_dump"]))).rejects.toThrow(
    /on the PATH there is no pg_restore\./,
  );
  await expect(readdir(path.join(folder, "dumps"))).rejects.toThrow();
});

test("a backup that was changed anywhere is refused before anything is written", async () => {
  for (const name of await readdir(backup)) {
    const copy = path.join(folder, "copy");
    await cp(backup, copy, { recursive: true });
    const bytes = await readFile(path.join(copy, name));
    const half = Math.floor(bytes.length / 2);
    await writeFile(path.join(copy, name), bytes.subarray(0, half));
    await expect(readBackupManifest(copy, unlock)).rejects.toHaveProperty("fault");
    bytes[half] = (bytes[half] ?? 0) ^ 1;
    await writeFile(path.join(copy, name), bytes);
    await expect(readBackupManifest(copy, unlock)).rejects.toHaveProperty("fault");
    await rm(path.join(copy, name));
    await expect(readBackupManifest(copy, unlock)).rejects.toHaveProperty("fault");
    await rm(copy, { recursive: true });
  }
  const other = { secret: newRecipient().secret };
  await expect(readBackupManifest(backup, other)).rejects.toMatchObject({ fault: "wrong_key" });
  expect((await readBackupManifest(backup, unlock)).manifest.files).toHaveLength(3);
});

test("one tenant of a backup comes back into the running installation", async () => {
  const [gone, other] = tenants;
  if (!gone || !other) throw new Error("no tenants");
  const wanted = { folder: backup, unlock, tenant: gone.slug };
  await expect(restoreTenant(wanted)).rejects.toMatchObject({ details: { reason: "tenant_exists" } });
  await systemPool().query(
    "update platform.tenants set status = 'offboarding', delete_after = now() - interval '1 day' where id = $1",
    [gone.id],
  );
  await eraseTenant(gone.id);
  expect(await restoreTenant(wanted)).toMatchObject({ tenantId: gone.id, slug: gone.slug });
  const status = async (id: string) =>
    (await withSystem((tx) => tx.tenant.findUnique({ where: { id } })))?.status;
  expect([await status(gone.id), await status(other.id)]).toEqual(["active", "active"]);
});

// Last: the roles of its tenants are used in two databases of one server from here on, so none can be dropped.
test("an empty database becomes the installation that was backed up", async () => {
  const name = `${new URL(own()).pathname.slice(1)}_restored`;
  await createDatabase(own(), name, inject("databaseServer").template);
  const url = urlWithDatabase(process.env.DATABASE_URL ?? "", name);
  const args = ["--import", "./dev/register.mjs", "dev/backup.ts", "restore", "--in", backup];
  const { stdout } = await run(process.execPath, [...args, "--secret-file", path.join(folder, "secret")], {
    env: { ...process.env, DATABASE_URL: url },
  });
  expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toMatchObject({
    command: "restore",
    tenants: 2,
  });
  const restored = urlWithDatabase(own(), name);
  expect(compareDigests(before, await digestDatabase(restored))).toEqual([]);
  await expect(
    run(process.execPath, [...args, "--secret-file", path.join(folder, "secret")], {
      env: { ...process.env, DATABASE_URL: url },
    }),
  ).rejects.toThrow(/not empty/);
});
