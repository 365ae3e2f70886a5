import { spawn } from "node:child_process";
import pg from "pg";
import { beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { withOwner } from "@/lib/infra/database/with-owner";
import { env } from "@/lib/infra/env";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { makeTenant } from "@/lib/testing/make-tenant";
import { ensureTenantSchema } from "../ensure-tenant-schema";
import { ensureLedger, newMigration, readMigrations } from "../run-migrations";
import { schemaName } from "../schema-name";
import { migrateFleet } from "./migrate-fleet";

const KILLS = 20;
const files = readMigrations("tenant");
let version = 9000;

/** One more migration than there are, under a name of its own. */
function next(sql: string) {
  version += 1;
  return newMigration("tenant", `${version}_test.sql`, sql);
}

/** Bare tenants: a stub and a schema. */
async function makeFleet(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await ownerPool().query(
    "insert into shared.tenants (tenant_id, slug) select id, id::text from unnest($1::uuid[]) t (id)",
    [ids],
  );
  await withOwner("main", async (owner) => {
    for (const id of ids) await ensureTenantSchema(owner, id, files);
  });
  return ids;
}
async function clear(): Promise<void> {
  const { rows } = await ownerPool().query<{ id: string }>(
    "select tenant_id::text as id from shared.tenants",
  );
  for (const { id } of rows) {
    await ownerPool().query(`drop schema if exists ${schemaName(id)} cascade`);
    await ownerPool().query(`drop role if exists ${schemaName(id)}`);
  }
  await ownerPool().query("delete from shared.tenants");
  await ownerPool().query("delete from migrations.applied where placement = 'tenant'");
  await ownerPool().query("delete from migrations.fleet");
  await ownerPool().query("delete from migrations.canaries");
}
async function states(): Promise<Record<string, number>> {
  const { rows } = await systemPool().query<{ state: string; n: number }>(
    "select state, count(*)::int as n from migrations.fleet group by state",
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}
async function applied(name: string): Promise<number> {
  const { rows } = await systemPool().query<{ n: number }>(
    "select count(*)::int as n from migrations.applied where name = $1",
    [name],
  );
  return rows[0]?.n ?? 0;
}
async function whole(table: string): Promise<{ tables: number; granted: number }> {
  const { rows } = await ownerPool().query<{ tables: number; granted: number }>(
    `select count(*)::int as tables, count(*) filter (where has_table_privilege(n.nspname, c.oid, 'insert'))::int as granted
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relname = $1 and n.nspname ~ '^t_[0-9a-f]{32}$'`,
    [table],
  );
  return rows[0] ?? { tables: 0, granted: 0 };
}

beforeEach(async () => {
  await withOwner("main", ensureLedger);
  await clear();
});

test(`killed ${KILLS} times on its way, it ends with every tenant migrated once and wholly`, async () => {
  const ids = await makeFleet(60);
  const migration = next(
    "create table notes (id uuid primary key); select pg_sleep(0.03); alter table notes add text text",
  );
  const script = [
    "--import",
    "./dev/register.mjs",
    "lib/testing/fleet-run.ts",
    migration.name,
    migration.sql,
  ];
  const progress: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, script, { env: process.env, stdio: "ignore" });
    const exited = new Promise((resolve) => child.once("exit", resolve));
    const before = await applied(migration.name);
    // Some die in the first tenant's transaction, some after a few commits.
    const goal = before + (kill % 4);
    const begun = async () =>
      (await states()).running !== undefined && (await applied(migration.name)) >= goal;
    while (child.exitCode === null && !(await begun()))
      await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill("SIGKILL");
    await exited;
    progress.push(await applied(migration.name));
  }
  expect(progress.at(-1)).toBeLessThan(ids.length);
  expect(progress.at(-1)).toBeGreaterThan(progress[0] ?? 0);
  const report = await migrateFleet("main", [...files, migration]);
  expect(report).toMatchObject({ failed: 0, haltedAfter: null });
  expect(await applied(migration.name)).toBe(ids.length);
  expect(await whole("notes")).toEqual({ tables: ids.length, granted: ids.length });
  expect((await migrateFleet("main", [...files, migration])).migrated).toBe(0);
}, 120_000);

test("a run that is overtaken, as by the last statement of one that was killed, sees it and goes on", async () => {
  await makeFleet(1);
  const migration = next("select pg_sleep(0.2); create table overtaken (id uuid primary key)");
  const runs = await Promise.all(
    Array.from({ length: 3 }, () => migrateFleet("main", [...files, migration])),
  );
  expect(runs.map(({ failed }) => failed)).toEqual([0, 0, 0]);
  expect(await states()).toEqual({ done: 1 });
  expect(await applied(migration.name)).toBe(1);
  expect(await whole("overtaken")).toEqual({ tables: 1, granted: 1 });
}, 30_000);

describe("rings", () => {
  test("a tenant that fails is recorded and keeps its version; the others of its ring go on", async () => {
    const ids = await makeFleet(8);
    await ownerPool().query("insert into migrations.canaries values ($1)", [ids[0]]);
    const odd = ids[5] ?? "";
    await ownerPool().query(`create table ${schemaName(odd)}.extras (id int)`);
    const migration = next("create table extras (id uuid primary key)");
    expect(await migrateFleet("main", [...files, migration])).toEqual({
      migrated: 7,
      failed: 1,
      haltedAfter: null,
    });
    const { rows } = await systemPool().query(
      "select state, error from migrations.fleet where tenant_id = $1",
      [odd],
    );
    expect(rows[0]).toMatchObject({ state: "failed", error: expect.stringMatching(/already exists/) });
    await ownerPool().query(`drop table ${schemaName(odd)}.extras`);
    expect(await migrateFleet("main", [...files, migration])).toMatchObject({ migrated: 1, failed: 0 });
    expect(await states()).toEqual({ done: 8 });
  });

  test("a canary that fails keeps the migration from everybody else", async () => {
    const ids = await makeFleet(6);
    await ownerPool().query("insert into migrations.canaries values ($1)", [ids[3]]);
    const migration = next(`do $$ begin if current_schema() = '${schemaName(ids[3] ?? "")}' then
      raise exception 'not with this tenant'; end if; end $$`);
    expect(await migrateFleet("main", [...files, migration])).toEqual({
      migrated: 0,
      failed: 1,
      haltedAfter: "canary",
    });
    expect(await applied(migration.name)).toBe(0);
    expect(await states()).toEqual({ failed: 1, pending: 5 });
  });
});

describe("under writes", () => {
  test("no writer waits a second, though a reader holds the table; control: without the limit they do", async () => {
    const tenant = await makeTenant();
    const table = `${schemaName(tenant.id)}.agent_instances`;
    const write = async () => {
      const startedAt = performance.now();
      await withTenant({ tenantId: tenant.id }, (tx) =>
        tx.agentInstance.create({
          data: { id: newId(), catalogueKey: "x", name: newId() },
          select: { id: true },
        }),
      );
      return performance.now() - startedAt;
    };
    const worst = async (migrate: () => Promise<unknown>) => {
      const reader = new pg.Client({ connectionString: env().DATABASE_URL });
      await reader.connect();
      await reader.query(`begin; select count(*) from ${table}`);
      setTimeout(() => void reader.query("commit").then(() => reader.end()), 1_600);
      let done = false;
      const waits: number[] = [];
      const lane = async () => {
        while (!done) waits.push(await write());
      };
      const lanes = [lane(), lane()];
      await migrate().finally(() => {
        done = true;
      });
      await Promise.all(lanes);
      return { max: Math.max(...waits), writes: waits.length };
    };
    const migration = next("alter table agent_instances add column note text");
    const limited = await worst(() => migrateFleet("main", [...files, migration]));
    expect(await applied(migration.name)).toBe(1);
    expect(limited.writes).toBeGreaterThan(5);
    expect(limited.max).toBeLessThan(1_000);
    const plain = await worst(() => ownerPool().query(`alter table ${table} add column other text`));
    expect(plain.max).toBeGreaterThan(1_000);
  });
});
