import pg from "pg";
import { schemaName } from "@/lib/tenancy/schema-name";
import { fillTenant } from "../isolation/canaries/fill-tenant";
import { functionCalls } from "../sql/functions";
import { setWitnesses } from "../sql/witnesses";
import { databaseMutations } from "./database-mutations";
import { attack, ending, firstOffender, type Mutation, systemSees, tryOut, type World } from "./trial";

export type MutationReport = {
  total: number;
  caught: number;
  survivors: string[];
  by: Record<string, number>;
};

/** What release_agent() would take from another account. */
const AGENTS_IN_USE = `
  insert into platform.account_counters (account_id, meter, period_id, used)
  values ($1, 'agents', '00000000-0000-0000-0000-000000000000', 1) on conflict do nothing`;

export type DatabaseMutationOptions = {
  superUrl: string;
  a: { id: string };
  b: { id: string; slug: string; accountId: string; owner: { id: string } };
  foreign: readonly string[];
  canary: string;
  /** Share that runs; the rest is skipped evenly. */
  sample: number;
};

/** I-5 for the database: each policy, key and right is taken away; something must notice. */
export async function proveDatabase(options: DatabaseMutationOptions): Promise<MutationReport> {
  const db = new pg.Client({ connectionString: options.superUrl });
  await db.connect();
  await fillTenant({ ...options, tenant: options.b, all: true });
  await db.query(AGENTS_IN_USE, [options.b.accountId]);
  await setWitnesses(options.superUrl, options.b);
  const report: MutationReport = { total: 0, caught: 0, survivors: [], by: {} };
  try {
    const world: World = { db, a: options.a, b: options.b };
    const every = Math.round(1 / options.sample);
    const mutations = (await databaseMutations(world)).filter((_, index) => index % every === 0);
    for (const mutation of mutations) {
      const by = await tryOut(db, () => noticedBy(mutation, world, options));
      report.total += 1;
      if (by === null) report.survivors.push(mutation.name);
      else {
        report.caught += 1;
        report.by[by] = (report.by[by] ?? 0) + 1;
      }
    }
    return report;
  } finally {
    await db.end();
  }
}

async function noticedBy(
  mutation: Mutation,
  world: World,
  options: DatabaseMutationOptions,
): Promise<string | null> {
  const { db } = world;
  const indexes = mutation.kind === "unique" ? await indexCount(db) : 0;
  const isProbed = mutation.kind === "foreign key" || mutation.kind === "unique";
  const before = isProbed ? await endings(db, mutation.probes) : [];
  const functionBefore = mutation.kind === "function" ? await callLeaks(mutation, world, options) : false;
  const callsBefore = mutation.kind === "function" ? await callEndings(mutation, world, options) : "";
  await db.query(mutation.sql);
  const offender = await firstOffender(db);
  if (offender) return offender;
  if (mutation.kind === "function") {
    if (!functionBefore && (await callLeaks(mutation, world, options))) return "function calls";
    // Own calls that no longer work are noticed by whoever uses them.
    return (await callEndings(mutation, world, options)) === callsBefore ? null : "own calls";
  }
  const after = isProbed ? await endings(db, mutation.probes) : [];
  if (before.some((was, index) => /^23/.test(was) && after[index] !== was)) return "constraint probe";
  // prisma/manifest.json names every index: its test fails.
  if (mutation.kind === "unique" && (await indexCount(db)) !== indexes) return "manifest";
  if (!mutation.table) return null;
  const seen = await attack(world, mutation.table);
  if (seen) return seen;
  const isTenants = mutation.table.columns.some(({ name }) => name === "tenant_id");
  if (mutation.kind === "policy" && isTenants && !(await systemSees(world, mutation.table)))
    return "system lost its rows";
  if (mutation.kind === "policy" && /owner_rows/.test(mutation.name))
    return (await ownerSees(world, mutation.table.name)) ? null : "owner lost its rows";
  return null;
}

async function endings(db: pg.ClientBase, probes: readonly string[] = []): Promise<string[]> {
  const found: string[] = [];
  for (const probe of probes) found.push(await ending(db, probe));
  return found;
}

async function indexCount(db: pg.ClientBase): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    "select count(*)::int as n from pg_indexes where schemaname in ('platform', 'shared', 'warehouse') or schemaname like 't\\_%'",
  );
  return rows[0]?.n ?? 0;
}

async function ownerSees({ db, a }: World, table: string): Promise<boolean> {
  await db.query("savepoint owner");
  try {
    await db.query("set local role atrium_owner");
    const { rows } = await db.query<{ n: number }>(
      `select count(*)::int as n from ${table} where tenant_id = '${a.id}'`,
    );
    return rows[0]?.n !== 0;
  } finally {
    await db.query("rollback to savepoint owner; release savepoint owner");
  }
}

/** Whether a call of the function by tenant A shows or changes what is B's; the witnesses see changes. */
async function callLeaks(
  mutation: Mutation,
  { db, a }: World,
  options: DatabaseMutationOptions,
): Promise<boolean> {
  const name = mutation.calls ?? "";
  const calls = await functionCalls(db, a.id, options.b);
  for (const call of calls) {
    for (const id of [options.b.id, ...options.foreign]) {
      const sql = call(id);
      if (!sql.includes(`${name}(`)) continue;
      if (await leaks(db, a.id, sql, options)) return true;
    }
  }
  return false;
}

/** How calls with the tenant's own id and with one that exists nowhere end. */
async function callEndings(
  mutation: Mutation,
  { db, a }: World,
  options: DatabaseMutationOptions,
): Promise<string> {
  const name = mutation.calls ?? "";
  const found: string[] = [];
  for (const call of await functionCalls(db, a.id, options.b)) {
    for (const id of [a.id, NOWHERE]) {
      const sql = call(id);
      if (!sql.includes(`${name}(`)) continue;
      await db.query("savepoint own");
      found.push(await asTenant(db, a.id, sql));
      await db.query("rollback to savepoint own; release savepoint own");
    }
  }
  return found.join(" ");
}

const NOWHERE = "01890000-0000-7000-8000-00000000f00d";

async function asTenant(db: pg.ClientBase, tenantId: string, sql: string): Promise<string> {
  try {
    await db.query(`set local role ${schemaName(tenantId)}; set local app.tenant_id = '${tenantId}'`);
    return `ok/${(await db.query(sql)).rowCount}`;
  } catch (error) {
    return (error as { code?: string }).code ?? "broken";
  }
}

async function leaks(
  db: pg.ClientBase,
  tenantId: string,
  sql: string,
  { canary, b, foreign }: DatabaseMutationOptions,
): Promise<boolean> {
  await db.query("savepoint call");
  try {
    await db.query(`set local role ${schemaName(tenantId)}; set local app.tenant_id = '${tenantId}'`);
    const { rows } = await db.query(sql);
    const text = JSON.stringify(rows);
    return text.includes(canary) || text.includes(b.id) || foreign.some((id) => text.includes(id));
  } catch (error) {
    return (error as { code?: string }).code === "ZZB01";
  } finally {
    await db.query("rollback to savepoint call; release savepoint call");
  }
}
