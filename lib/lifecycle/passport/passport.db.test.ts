import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createDatabase, urlWithDatabase } from "@/dev/database/provision";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { inviteMembers } from "@/lib/access/invitations/invite-members";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { newRecipient } from "@/lib/infra/bundle/bundle-key";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "@/lib/testing/make-context";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantTraces } from "@/lib/testing/tenant-traces";
import { accountUsage } from "@/lib/usage/account-usage";
import { eraseTenant } from "../tenants/erase-tenant";
import { fileSink, fileSource } from "./bundle-file";
import { digestTenant } from "./digest-tenant";
import { exportPassport } from "./export-passport";
import { LEFT_BEHIND, PLATFORM_TABLES } from "./format/carried-tables";
import { type ImportOptions, importPassport } from "./import/import-passport";
import { terminal } from "./import/open-tenant";
import { cloneToSandbox } from "./move/clone-to-sandbox";
import { ownSigner } from "./signing-key";

const CANARY = "CANARY-7f3a9c";
const pair = newRecipient();
let folder: string;
let tenant: TestTenant;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "atrium-passport-test-"));
  tenant = await furnishedTenant();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A tenant with something in many tables, odd values among them. */
async function furnishedTenant(): Promise<TestTenant> {
  const made = await makeTenant({ planKey: "professional" });
  await addMember(made, await makeUser(), "viewer");
  const ctx = await makeContext(made, made.owner);
  await createAgent(ctx, { catalogue_key: "quality_guardian", name: `Agent ${CANARY} "ø"` });
  await createApiKey(ctx, { name: `Key ${CANARY}`, scopes: ["agents:read"] });
  await inviteMembers(ctx, {
    invitations: [{ email: `${CANARY.toLowerCase()}-${newId().slice(-6)}@example.test`, role: "viewer" }],
  });
  await ownerPool().query(
    `insert into shared.usage_metrics (tenant_id, id, metric_type, metric_value, recorded_at)
     select $1, gen_random_uuid(), 'storage', n + 0.10, now() - n * interval '1 minute' from generate_series(1, 1200) n`,
    [made.id],
  );
  const schema = `t_${made.id.replaceAll("-", "")}`;
  await ownerPool().query(
    `insert into ${schema}.agent_metrics (id, agent_instance_id, metric_type, metric_value)
     select gen_random_uuid(), id, 'tokens', 12345678901234.5670 from ${schema}.agent_instances`,
  );
  return made;
}

async function exportTo(name: string, id = tenant.id): Promise<{ file: string; root: string }> {
  const file = path.join(folder, `${name}-${newId()}.atrium`);
  const sink = await fileSink(file);
  const { root } = await exportPassport(id, { lock: { recipient: pair.recipient }, sink: sink.write });
  await sink.close();
  return { file, root };
}

function importFrom(file: string, options: Partial<ImportOptions> = {}) {
  return importPassport({ open: () => fileSource(file), unlock: { secret: pair.secret }, ...options });
}

async function erase(target: TestTenant): Promise<void> {
  await systemPool().query(
    "update platform.tenants set status = 'offboarding', delete_after = now() - interval '1 day' where id = $1",
    [target.id],
  );
  await eraseTenant(target.id);
}

async function used(accountId: string) {
  const rows = await accountUsage(accountId);
  return Object.fromEntries(rows.map((row) => [row.meter, row.used]));
}

async function statusOf(id: string): Promise<string | undefined> {
  return (await withSystem((tx) => tx.tenant.findUnique({ where: { id } })))?.status;
}

function passport(args: string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, ["--import", "./dev/register.mjs", "dev/passport.ts", ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Waits until an import has taken the tenant's place, or has ended. */
async function untilClaimed(child: ChildProcess, id: string): Promise<void> {
  while (child.exitCode === null && (await statusOf(id)) !== "provisioning") await sleep(5);
}

const here = (target: { id: string }) => ({ tenantId: target.id, cell: "main" });

test("exported, erased and imported, a tenant has the same root hash, people and limits", async () => {
  const gone = await furnishedTenant();
  const before = await used(gone.accountId);
  const { file, root } = await exportTo("roundtrip", gone.id);
  expect((await digestTenant(here(gone))).root).toBe(root);
  await erase(gone);
  expect(await statusOf(gone.id)).toBe("erased");
  const imported = await importFrom(file);
  expect(imported).toMatchObject({ tenantId: gone.id, slug: gone.slug, root });
  expect((await digestTenant(here(gone))).root).toBe(root);
  expect(await statusOf(gone.id)).toBe("active");
  expect(await used(gone.accountId)).toMatchObject({ agents: 1, tenants: (before.tenants ?? 0) + 1 });
  const ctx = await makeContext(gone, gone.owner);
  expect((await createAgent(ctx, { catalogue_key: "strategie_partner", name: "After" })).name).toBe("After");
});

test("the bundle shows nothing, and holds no key of the installation", async () => {
  const { file } = await exportTo("opaque");
  const bytes = await readFile(file);
  for (const text of [CANARY, tenant.slug, tenant.owner.email]) expect(bytes.includes(text)).toBe(false);
});

test("one changed value gives another root hash", async () => {
  const { root } = await digestTenant(here(tenant));
  await systemPool().query(
    "update shared.usage_metrics set metric_value = metric_value + 0.01 where (tenant_id, id) in (select tenant_id, id from shared.usage_metrics where tenant_id = $1 limit 1)",
    [tenant.id],
  );
  expect((await digestTenant(here(tenant))).root).not.toBe(root);
});

describe("refused before anything is written", () => {
  let file: string;
  let count: () => Promise<string>;
  beforeAll(async () => {
    const gone = await furnishedTenant();
    ({ file } = await exportTo("refused", gone.id));
    await erase(gone);
    count = async () => {
      const { rows } = await ownerPool().query(
        `select (select count(*) from platform.tenants where status <> 'erased') || ' ' || (select count(*) from platform.users)
          || ' ' || (select count(*) from platform.operations) || ' ' || (select count(*) from shared.tenants) || ' '
          || (select count(*) from pg_namespace) as n`,
      );
      return rows[0].n;
    };
  });

  async function refused(bytes: Buffer, options: Partial<ImportOptions> = {}): Promise<unknown> {
    const changed = path.join(folder, `${newId()}.atrium`);
    await writeFile(changed, bytes);
    const before = await count();
    const error: unknown = await importFrom(changed, options).catch((caught: unknown) => caught);
    expect(error).toHaveProperty("fault");
    expect(await count()).toBe(before);
    return error;
  }

  test("another key or a passphrase", async () => {
    const bytes = await readFile(file);
    expect(await refused(bytes, { unlock: { secret: newRecipient().secret } })).toMatchObject({
      fault: "wrong_key",
    });
    expect(await refused(bytes, { unlock: { passphrase: "guess" } })).toMatchObject({ fault: "wrong_key" });
  });

  test("cut, flipped and reordered bytes", async () => {
    const bytes = await readFile(file);
    for (let n = 0; n < 12; n += 1) {
      await refused(bytes.subarray(0, Math.floor(Math.random() * bytes.length)));
      const flipped = Buffer.from(bytes);
      const at = Math.floor(Math.random() * bytes.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8));
      await refused(flipped);
    }
    const start = bytes.indexOf("\n") + 1;
    const size = 4 + bytes.readUInt32BE(start) + 16;
    const [a, b] = [bytes.subarray(start, start + size), bytes.subarray(start + size, start + 2 * size)];
    await refused(Buffer.concat([bytes.subarray(0, start), b, a, bytes.subarray(start + 2 * size)]));
  });

  test("a signer that is not trusted here", async () => {
    await systemPool().query("update platform.signing_keys set public_key = 'x' || left(public_key, 42)");
    const error = await refused(await readFile(file));
    expect(error).toMatchObject({ fault: "unknown_signer" });
    const [, signer = ""] = /here: ([\w-]+)\./.exec(String(error)) ?? [];
    await systemPool().query("update platform.signing_keys set public_key = $1", [signer]);
  });
});

describe("an import that cannot go through", () => {
  test("answers clearly for a tenant or an address that is here", async () => {
    const { file } = await exportTo("conflict");
    await expect(importFrom(file)).rejects.toMatchObject({ details: { reason: "tenant_exists" } });
    const other = await furnishedTenant();
    const { file: second } = await exportTo("conflict", other.id);
    await erase(other);
    const at = (slug: string) => importFrom(second, { slug });
    await expect(at(tenant.slug)).rejects.toMatchObject({ details: { reason: "slug_taken" } });
    await expect(at("admin")).rejects.toMatchObject({ details: { reason: "slug_reserved" } });
    const slug = `moved-${newId().slice(-8)}`;
    expect(await at(slug)).toMatchObject({ slug, tenantId: other.id });
  });

  test("leaves nothing when it fails late, and nothing when its process dies", async () => {
    const gone = await furnishedTenant();
    const { file, root } = await exportTo("late", gone.id);
    await erase(gone);
    const before = await tenantTraces(gone.id, gone.accountId);
    const stop = () => Promise.reject(new Error("power cut"));
    await expect(importFrom(file, { beforeOpening: stop })).rejects.toThrow("power cut");
    expect(await tenantTraces(gone.id, gone.accountId)).toEqual(before);
    expect(await statusOf(gone.id)).toBe("erased");
    // A process that dies takes nothing back; the next import of the same bundle does.
    const secretFile = path.join(folder, "secret");
    await writeFile(secretFile, pair.secret);
    for (let n = 0; n < 2; n += 1) {
      const child = passport(["import", "--in", file, "--secret-file", secretFile]);
      await untilClaimed(child, gone.id);
      await sleep(n * 60);
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    expect(await importFrom(file)).toMatchObject({ root });
    expect((await digestTenant(here(gone))).root).toBe(root);
  });

  test("respects the account's limit", async () => {
    const gone = await furnishedTenant();
    const { file } = await exportTo("limit", gone.id);
    await erase(gone);
    const full = await makeTenant({ limits: { tenants: 0 } });
    const into = importFrom(file, { accountId: full.accountId });
    await expect(into).rejects.toMatchObject({ code: "limit_reached" });
    expect(await statusOf(gone.id)).toBe("erased");
  });
});

test("people are matched by e-mail; who is unknown is made without a password", async () => {
  const gone = await furnishedTenant();
  const { file, root } = await exportTo("people", gone.id);
  await erase(gone);
  // As in another installation: the owner has another id, the other member is unknown.
  const newOwner = newId();
  await systemPool().query("update platform.users set email = 'x-' || email where id = $1", [gone.owner.id]);
  await makeUser({ email: gone.owner.email }).then((user) =>
    systemPool().query("update platform.users set id = $2 where id = $1", [user.id, newOwner]),
  );
  const imported = await importFrom(file);
  expect(imported.root).toBe(root);
  const { rows } = await systemPool().query(
    "select user_id from shared.memberships where tenant_id = $1 and email = $2",
    [gone.id, gone.owner.email],
  );
  expect(rows).toEqual([{ user_id: newOwner }]);
  const bindings = await systemPool().query(
    "select 1 from shared.role_bindings where tenant_id = $1 and subject_id = $2",
    [gone.id, newOwner],
  );
  expect(bindings.rowCount).toBe(1);
});

test("moves to another installation with other keys, which must trust the signer", async () => {
  const { TEST_DATABASE_SUPER_URL: superUrl = "", DATABASE_URL: own = "" } = process.env;
  const name = `${new URL(own).pathname.slice(1)}_elsewhere`;
  await createDatabase(superUrl, name, inject("databaseServer").template);
  const elsewhere = {
    DATABASE_URL: urlWithDatabase(own, name),
    ENCRYPTION_KEY: "local-another-installations-key-000000000",
    NEXTAUTH_SECRET: "local-another-installations-secret-000000",
  };
  const gone = await furnishedTenant();
  const { file, root } = await exportTo("elsewhere", gone.id);
  const secretFile = path.join(folder, "secret-2");
  await writeFile(secretFile, pair.secret);
  const run = async (args: string[]) => {
    const child = passport(["import", "--in", file, "--secret-file", secretFile, ...args], elsewhere);
    const [output, [code]] = await Promise.all([text(child.stdout ?? process.stdin), once(child, "exit")]);
    return { code, last: output.trim().split("\n").at(-1) ?? "" };
  };
  expect((await run([])).code).toBe(1);
  const moved = await run(["--trust", await ownSigner()]);
  expect(moved.code).toBe(0);
  expect(JSON.parse(moved.last)).toMatchObject({ tenantId: gone.id, slug: gone.slug, root, createdUsers: 2 });
});

test("a sandbox has new ids, the same people and agents, and nothing that reaches outside", async () => {
  const slug = `sandbox-${newId().slice(-8)}`;
  const copy = await cloneToSandbox({ tenantId: tenant.id, slug, name: "Sandbox", by: terminal() });
  expect(copy.tenantId).not.toBe(tenant.id);
  const count = async (table: string, id: string) =>
    Number(
      (await systemPool().query(`select count(*) as n from ${table} where tenant_id = $1`, [id])).rows[0].n,
    );
  for (const table of ["shared.memberships", "shared.role_bindings", "platform.user_tenants"]) {
    expect(await count(table, copy.tenantId)).toBe(await count(table, tenant.id));
  }
  for (const table of [
    "shared.api_keys",
    "shared.invitations",
    "platform.api_key_directory",
    "platform.token_directory",
    "shared.usage_metrics",
    "shared.domain_events",
  ]) {
    expect(await count(table, copy.tenantId)).toBe(0);
  }
  const ids = async (id: string) =>
    (
      await ownerPool().query<{ id: string }>(`select id from t_${id.replaceAll("-", "")}.agent_instances`)
    ).rows.map((r) => r.id);
  const [mine, theirs] = [await ids(tenant.id), await ids(copy.tenantId)];
  expect(theirs).toHaveLength(mine.length);
  expect(theirs.filter((id) => mine.includes(id))).toEqual([]);
});

test("every control-plane table with a tenant's id is carried or left behind for a stated reason", async () => {
  const { rows } = await ownerPool().query<{ name: string }>(
    `select c.relname::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where n.nspname = 'platform' and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  const carried: readonly string[] = PLATFORM_TABLES.map((table) => table.name);
  const unknown = rows.map((row) => row.name).filter((name) => !carried.includes(name) && !LEFT_BEHIND[name]);
  expect(unknown).toEqual([]);
});
