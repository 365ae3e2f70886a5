import { execFile } from "node:child_process";
import { copyFile, cp, mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs, promisify } from "node:util";
import pg from "pg";
import { closePools, ownerPool } from "@/lib/infra/database/pools";
import { prepareDatabase } from "@/lib/lifecycle/prepare-database";
import { ensureTenantKey } from "@/lib/tenancy/vault/ensure-tenant-key";
import { makeTenant } from "@/lib/testing/make-tenant";
import { startTemporaryDatabase, type TemporaryDatabase } from "../database/temporary";
import { testEnvironment } from "../vitest/environment";
import { compareDigests, digestDatabase } from "./restore/digest-database";
import { writeFigures } from "./restore/write-figures";

// `npm run prove:restore [-- --tenants 25 --rows 500 --write]`: backs an installation up, restores it into an empty
// cluster, compares, and tries backups that must be refused; --write notes the figures in docs/operations.md. The last
// line is JSON.
const run = promisify(execFile);
const { values } = parseArgs({
  options: { tenants: { type: "string" }, rows: { type: "string" }, write: { type: "boolean" } },
});
const tenants = Number(values.tenants ?? 25);
const rows = Number(values.rows ?? 500);
const say = (text: string) => console.log(text);

async function main(): Promise<number> {
  const [source, target] = [await startTemporaryDatabase(), await startTemporaryDatabase()];
  Object.assign(process.env, testEnvironment(source.database.url), { NODE_ENV: "production" });
  try {
    await prepareDatabase();
    await furnish();
    return await prove(source, target);
  } finally {
    await closePools();
    await source.remove();
    await target.remove();
  }
}

async function furnish(): Promise<void> {
  for (let n = 0; n < tenants; n += 1) {
    const { id } = await makeTenant({ planKey: "professional" });
    await ensureTenantKey(id);
    const schema = `t_${id.replaceAll("-", "")}`;
    await ownerPool().query(
      `insert into shared.usage_metrics (tenant_id, id, metric_type, metric_value)
       select $1, gen_random_uuid(), 'storage_mb', n + 0.25 from generate_series(1, $2::int) n`,
      [id, rows],
    );
    await ownerPool().query(
      `insert into ${schema}.agent_instances (id, catalogue_key, name)
       select gen_random_uuid(), 'quality_guardian', 'CANARY-' || n from generate_series(1, 5) n`,
    );
  }
  say(`${tenants} workspaces with ${rows} rows each`);
}

async function prove(source: TemporaryDatabase, target: TemporaryDatabase): Promise<number> {
  const folder = path.join(source.folder, "backups");
  const secret = path.join(source.folder, "passphrase");
  await writeFile(secret, "a passphrase for the drill\n");
  const before = await digestDatabase(superUrlOf(source));
  const backup = await script("make", ["--out", folder, "--passphrase-file", secret], source);
  say(`backup    ${backup.method}, ${backup.sizeBytes} bytes, ${backup.seconds} s`);
  const good = path.join(folder, (await readdir(folder))[0] ?? "");
  const refused = await refusals(good, secret, target);
  const restored = await script("restore", ["--in", good, "--passphrase-file", secret], target);
  const differences = compareDigests(before, await digestDatabase(superUrlOf(target)));
  say(`restore   ${restored.tenants} workspaces in ${restored.seconds} s; ${differences.length} differences`);
  for (const difference of differences.slice(0, 10)) say(`  differs: ${difference}`);
  const control = await changedRowIsSeen(before, target);
  const roles = await rolesSecretRotates(target);
  if (values.write) {
    await writeFigures({
      method: String(backup.method),
      tenants,
      rows,
      rpoSeconds: Number(backup.seconds),
      rtoSeconds: Number(restored.seconds),
      differences: differences.length,
      refused: refused.refused,
      attempts: refused.refused + refused.accepted,
    });
  }
  const ok = differences.length === 0 && refused.accepted === 0 && control > 0 && roles;
  console.log(
    JSON.stringify({
      suite: "restore",
      method: backup.method,
      tenants,
      rpo_seconds: backup.seconds,
      rto_seconds: restored.seconds,
      differences: differences.length,
      refused: refused.refused,
      wrongly_accepted: refused.accepted,
      control_differences: control,
      roles_secret_rotated: roles,
      ok,
    }),
  );
  return ok ? 0 : 1;
}

/** Damaged copies of the backup, and the wrong key: each must be refused with the database still empty. */
async function refusals(good: string, secret: string, target: TemporaryDatabase) {
  const wrong = `${secret}.wrong`;
  await writeFile(wrong, "another passphrase entirely\n");
  const names = (await readdir(good)).toSorted();
  const files = [names[0] ?? "", names.find((name) => name.startsWith("manifest")) ?? "", names.at(-1) ?? ""];
  const attempts: [string, string, (copy: string) => Promise<void>][] = [
    ["another passphrase", wrong, async () => undefined],
  ];
  for (const name of files) {
    attempts.push([`${name} cut`, secret, async (copy) => cut(path.join(copy, name))]);
    attempts.push([`${name} with a bit flipped`, secret, async (copy) => flip(path.join(copy, name))]);
    attempts.push([`${name} missing`, secret, async (copy) => rm(path.join(copy, name))]);
  }
  const [first = "", second = ""] = names.filter((name) => name.startsWith("tenant"));
  // A dump is one file for all workspaces.
  if (second) attempts.push(["two files exchanged", secret, async (copy) => exchange(copy, first, second)]);
  const count = { refused: 0, accepted: 0 };
  for (const [what, key, damage] of attempts) {
    const copy = `${good}.copy`;
    await cp(good, copy, { recursive: true });
    await damage(copy);
    const outcome = await script("restore", ["--in", copy, "--passphrase-file", key], target).catch(
      () => null,
    );
    const rowsThere = await countTenants(target);
    const isRefused = outcome === null && rowsThere === 0;
    count[isRefused ? "refused" : "accepted"] += 1;
    if (!isRefused) say(`  accepted: ${what}`);
    await rm(copy, { recursive: true, force: true });
  }
  say(`refused   ${count.refused} of ${attempts.length} damaged backups`);
  return count;
}

async function cut(file: string): Promise<void> {
  await truncate(file, Math.floor((await readFile(file)).length / 2));
}

async function flip(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
}

async function exchange(folder: string, first: string, second: string): Promise<void> {
  const [a, b] = [path.join(folder, first), path.join(folder, second)];
  await copyFile(a, `${a}.held`);
  await copyFile(b, a);
  await copyFile(`${a}.held`, b);
  await rm(`${a}.held`);
}

async function countTenants(target: TemporaryDatabase): Promise<number> {
  return withDatabase(superUrlOf(target), async (client) => {
    const known = await client.query("select to_regclass('platform.tenants') as t");
    if (!known.rows[0]?.t) return 0;
    return Number((await client.query("select count(*) as n from platform.tenants")).rows[0]?.n);
  });
}

/** Known-bad control: one changed row in the restored database must be found. */
async function changedRowIsSeen(before: Map<string, string>, target: TemporaryDatabase): Promise<number> {
  await withDatabase(superUrlOf(target), (client) =>
    client.query(
      `update shared.usage_metrics set metric_value = metric_value + 1
       where (tenant_id, id) in (select tenant_id, id from shared.usage_metrics limit 1)`,
    ),
  );
  return compareDigests(before, await digestDatabase(superUrlOf(target))).length;
}

/** DATABASE_ROLES_SECRET: after `npm run migrate` with a new one, the old password is refused and the new one works. */
async function rolesSecretRotates(target: TemporaryDatabase): Promise<boolean> {
  const old = testEnvironment(target.database.url);
  const fresh = { ...old, DATABASE_ROLES_SECRET: "local-a-new-roles-secret-0000000000000000" };
  await run(process.execPath, ["--import", "./dev/register.mjs", "dev/migrate.ts"], {
    env: { ...process.env, ...fresh },
  });
  const { createHmac } = await import("node:crypto");
  const enters = async (secret: string) => {
    const url = new URL(target.database.url);
    url.username = "atrium_app";
    url.password = createHmac("sha256", secret).update("database-role:atrium_app").digest("base64url");
    return withDatabase(url.href, () => Promise.resolve(true)).catch(() => false);
  };
  const [oldEnters, newEnters] = [
    await enters(old.DATABASE_ROLES_SECRET ?? ""),
    await enters(fresh.DATABASE_ROLES_SECRET),
  ];
  say(
    `roles     old secret ${oldEnters ? "STILL ENTERS" : "refused"}, new one ${newEnters ? "enters" : "REFUSED"}`,
  );
  return !oldEnters && newEnters;
}

type Line = Record<string, unknown>;

async function script(command: string, args: string[], { database }: TemporaryDatabase): Promise<Line> {
  await mkdir(path.dirname(args[1] ?? "."), { recursive: true });
  const { stdout } = await run(
    process.execPath,
    ["--import", "./dev/register.mjs", "dev/backup.ts", command, ...args],
    {
      env: { ...process.env, ...testEnvironment(database.url) },
      maxBuffer: 50_000_000,
    },
  );
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "{}") as Line;
}

async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function superUrlOf({ database }: TemporaryDatabase): string {
  const url = new URL(database.superUrl);
  url.pathname = new URL(database.url).pathname;
  return url.href;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
