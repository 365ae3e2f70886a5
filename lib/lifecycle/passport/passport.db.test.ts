import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createDatabase, urlWithDatabase } from "@/dev/database/provision";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { bundleFolder, CANARY, eraseNow, furnishedTenant } from "@/lib/testing/furnished-tenant";
import { makeContext } from "@/lib/testing/make-context";
import { makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { here, passport, statusOf } from "@/lib/testing/passport-process";
import { accountUsage } from "@/lib/usage/account-usage";
import { digestTenant } from "./digest-tenant";
import { LEFT_BEHIND, OBJECTS_LEFT_BEHIND, PLATFORM_TABLES } from "./format/carried-tables";
import { terminal } from "./import/open-tenant";
import { cloneToSandbox } from "./move/clone-to-sandbox";
import { ownSigner } from "./signing-key";

const { folder, secret, exportTo, importFrom } = await bundleFolder();
let tenant: TestTenant;
beforeAll(async () => {
  tenant = await furnishedTenant();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Pictures are rows: their bytes, by the hash that settings name. */
async function logoOf(id: string): Promise<{ hash: string; sha256: string }[]> {
  const { rows } = await ownerPool().query(
    "select hash, encode(sha256(bytes), 'hex') as sha256 from shared.brand_assets where tenant_id = $1",
    [id],
  );
  return rows;
}

async function used(accountId: string) {
  const rows = await accountUsage(accountId);
  return Object.fromEntries(rows.map((row) => [row.meter, row.used]));
}

test("exported, erased and imported, a tenant has the same root hash, people and limits", async () => {
  const gone = await furnishedTenant();
  const before = await used(gone.accountId);
  const logo = await logoOf(gone.id);
  expect(logo).toHaveLength(1);
  const { file, root } = await exportTo("roundtrip", gone.id);
  expect((await digestTenant(here(gone))).root).toBe(root);
  await eraseNow(gone);
  expect(await statusOf(gone.id)).toBe("erased");
  const imported = await importFrom(file);
  expect(imported).toMatchObject({ tenantId: gone.id, slug: gone.slug, root });
  expect((await digestTenant(here(gone))).root).toBe(root);
  expect(await statusOf(gone.id)).toBe("active");
  expect(await logoOf(gone.id)).toEqual(logo);
  expect(await used(gone.accountId)).toMatchObject({ agents: 1, tenants: (before.tenants ?? 0) + 1 });
  const ctx = await makeContext(gone, gone.owner);
  expect((await createAgent(ctx, { catalogue_key: "strategie_partner", name: "After" })).name).toBe("After");
});

test("the bundle shows nothing, and holds no key of the installation", async () => {
  const { file } = await exportTo("opaque", tenant.id);
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

test("people are matched by e-mail; who is unknown is made without a password", async () => {
  const gone = await furnishedTenant();
  const { file, root } = await exportTo("people", gone.id);
  await eraseNow(gone);
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
  await writeFile(secretFile, secret);
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

test("what lies in the object store is left behind for a stated reason", () => {
  const writers = ["lib", "worker", "app"].flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test.") && !name.includes("generated"))
      .map((name) => path.join(root, name))
      .filter((file) => /\bputObject\(/.test(readFileSync(file, "utf8"))),
  );
  expect(writers.filter((file) => file !== "lib/infra/object-store.ts").toSorted()).toEqual(
    Object.keys(OBJECTS_LEFT_BEHIND).toSorted(),
  );
});
