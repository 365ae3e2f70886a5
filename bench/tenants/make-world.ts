import { writeFileSync } from "node:fs";
import { ensurePerson } from "../../prisma/seed/people";
import { ensureAgents, ensureWorkspace, type Workspace } from "../../prisma/seed/workspaces";
import type { BenchTenant, Made } from "./world";

const LANES = 3;
const COLLEAGUES = 4;
/** Tenants made one at a time, each beside a bare transaction that creates the same role, schema and tables. */
const TIMED = 30;
const KEY_SCOPES = ["agents:read", "members:read", "usage:read"];

/** `make-world <tenants> <port> <file>`: fills an empty database through the product's own provisioning. */
async function main([count = "10", port = "3000", file = ""]: string[]): Promise<void> {
  const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
  const { closePools } = await import("@/lib/infra/database/pools");
  await prepareDatabase();
  const colleagues = await Promise.all(
    Array.from({ length: COLLEAGUES }, (_, n) =>
      ensurePerson({ email: `colleague-${n}@bench.example`, firstName: "Colleague", lastName: String(n) }),
    ),
  );
  const tenants: BenchTenant[] = [];
  const make = async (n: number) => {
    tenants.push(await fill(await found(n), n, colleagues, port));
    if (tenants.length % 100 === 0) console.log(`${tenants.length} of ${count} workspaces`);
  };
  const total = Number(count);
  const timed = Math.min(TIMED, Math.ceil(total / 2));
  const numbers = Array.from({ length: total - timed }, (_, n) => n);
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) await make(n);
    }),
  );
  const provisioningMs: number[] = [];
  const bareMs: number[] = [];
  for (let n = total - timed; n < total; n += 1) {
    const person = await owner(n);
    const startedAt = performance.now();
    const workspace = await ensureWorkspace(person, nameOf(n));
    provisioningMs.push(performance.now() - startedAt);
    bareMs.push(await bareSchema(n));
    tenants.push(await fill(workspace, n, colleagues, port));
  }
  writeFileSync(file, JSON.stringify({ tenants, provisioningMs, bareMs } satisfies Made));
  await closePools();
}

const slugOf = (n: number) => `bench-${String(n).padStart(5, "0")}`;
const nameOf = (n: number) => ({ name: `Bench ${n}`, slug: slugOf(n) });
const emailOf = (n: number) => `owner-${n}@bench.example`;

const owner = (n: number) => ensurePerson({ email: emailOf(n), firstName: "Owner", lastName: String(n) });

async function found(n: number): Promise<Workspace> {
  return ensureWorkspace(await owner(n), nameOf(n));
}

/** Colleagues, two agents, a key without limits within reach, and a session of the owner. */
async function fill(
  workspace: Workspace,
  n: number,
  colleagues: Awaited<ReturnType<typeof ensurePerson>>[],
  port: string,
): Promise<BenchTenant> {
  const { addMember } = await import("@/lib/testing/make-tenant");
  const { makeContext } = await import("@/lib/testing/make-context");
  const { createApiKey } = await import("@/lib/access/api-keys/create-api-key");
  const { systemPool } = await import("@/lib/infra/database/pools");
  const { cookieFor } = await import("../../dev/prove/isolation/world");
  const person = await owner(n);
  await systemPool().query(
    `insert into platform.account_entitlements (account_id, feature, enabled, limit_value, source)
     values ($1, 'api_calls', true, 1000000000, 'override'), ($1, 'api_rate', true, 100000000, 'override')
     on conflict (account_id, feature) do update set limit_value = excluded.limit_value`,
    [workspace.accountId],
  );
  for (const colleague of colleagues) await addMember({ id: workspace.id }, colleague, "viewer");
  const ctx = await makeContext(workspace, person);
  await ensureAgents(ctx, [
    { catalogue_key: "strategie_partner", name: "Strategy" },
    { catalogue_key: "quality_guardian", name: "Quality" },
  ]);
  const { key } = await createApiKey(ctx, { name: "Bench", scopes: KEY_SCOPES });
  const host = `${workspace.slug}.atrium.localhost:${port}`;
  const cookie = await cookieFor({ name: "owner", user: person }, host);
  return { host, email: person.email, cookie: cookie ?? "", key };
}

/** The least that a tenant of one's own costs: one role, one schema, its tables, one transaction. */
async function bareSchema(n: number): Promise<number> {
  const { ownerPool } = await import("@/lib/infra/database/pools");
  const { readMigrations } = await import("@/lib/tenancy/run-migrations");
  const statements = readMigrations("tenant").map(({ sql }) => sql);
  const client = await ownerPool().connect();
  const name = `bare_${n}`;
  try {
    const startedAt = performance.now();
    await client.query("begin");
    await client.query(`create role ${name} nologin`);
    await client.query(`create schema ${name}`);
    await client.query(`set local search_path = ${name}`);
    for (const sql of statements) await client.query(sql);
    await client.query(`grant usage on schema ${name} to ${name}`);
    await client.query(`grant select, insert, update, delete on all tables in schema ${name} to ${name}`);
    await client.query("commit");
    return performance.now() - startedAt;
  } finally {
    await client.query(`drop schema if exists ${name} cascade`);
    await client.query(`drop role if exists ${name}`);
    client.release();
  }
}

await main(process.argv.slice(2));
process.exit();
