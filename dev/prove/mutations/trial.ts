import type pg from "pg";
import { CATALOGUE_CHECKS } from "@/lib/tenancy/catalogue/catalogue-checks";
import { schemaName } from "@/lib/tenancy/schema-name";
import type { Table } from "../isolation/canaries/read-tables";

/** One thing that is taken away from the database, and what should notice. */
export type Mutation = {
  name: string;
  kind: "policy" | "row security" | "foreign key" | "unique" | "function" | "grant";
  sql: string;
  table?: Table;
  /** Statements that end differently once the mutation is made. */
  probes?: string[];
  /** The function that was changed. */
  calls?: string;
};

export type World = { db: pg.ClientBase; a: { id: string }; b: { id: string; accountId: string } };

/** Runs `work` in a transaction that is always taken back. */
export async function tryOut<T>(db: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await db.query("begin");
  try {
    return await work();
  } finally {
    await db.query("rollback");
  }
}

/** The first catalogue check that finds something, or null. */
export async function firstOffender(db: pg.ClientBase): Promise<string | null> {
  for (const check of CATALOGUE_CHECKS) {
    const { rowCount } = await db.query(`select 1 from (${check.sql}) as o (object) limit 1`);
    if (rowCount) return check.id;
  }
  return null;
}

/** Runs a statement and names how it ended: "ok", or SQLSTATE with the constraint. */
export async function ending(db: pg.ClientBase, sql: string): Promise<string> {
  await db.query("savepoint probe");
  try {
    await db.query(`${sql}; set constraints all immediate`);
    return "ok";
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string };
    return `${code} ${constraint ?? ""}`.trim();
  } finally {
    await db.query("rollback to savepoint probe; release savepoint probe");
  }
}

/** What tenant A, as its own role, can see or change of tenant B in one table; and whether it still sees its own. */
export async function attack({ db, a, b }: World, table: Table): Promise<string | null> {
  const isShared = table.columns.some(({ name }) => name === "tenant_id");
  const theirs = isShared ? `tenant_id = '${b.id}'` : "true";
  await db.query("savepoint attack");
  try {
    await db.query(`set local role ${schemaName(a.id)}; set local app.tenant_id = '${a.id}'`);
    const seen = await count(db, `select count(*)::int as n from ${table.name} where ${theirs}`);
    if (seen > 0) return "attack: read";
    const column = table.columns[0]?.name ?? "tenant_id";
    const changed = await affected(db, `update ${table.name} set ${column} = ${column} where ${theirs}`);
    if (changed > 0) return "attack: update";
    if ((await affected(db, `delete from ${table.name} where ${theirs}`)) > 0) return "attack: delete";
    if (
      isShared &&
      (await count(db, `select count(*)::int as n from ${table.name} where tenant_id = '${a.id}'`)) === 0
    )
      return "own rows are out of reach";
    return null;
  } finally {
    await db.query("rollback to savepoint attack; release savepoint attack");
  }
}

async function count(db: pg.ClientBase, sql: string): Promise<number> {
  const answer = await inSavepoint(db, () => db.query<{ n: number }>(sql));
  return answer?.rows[0]?.n ?? -1;
}

async function affected(db: pg.ClientBase, sql: string): Promise<number> {
  return (await inSavepoint(db, () => db.query(sql)))?.rowCount ?? 0;
}

/** null when the database refuses. */
async function inSavepoint<T>(db: pg.ClientBase, run: () => Promise<T>): Promise<T | null> {
  await db.query("savepoint step");
  try {
    const answer = await run();
    await db.query("release savepoint step");
    return answer;
  } catch {
    await db.query("rollback to savepoint step; release savepoint step");
    return null;
  }
}

/** Whether the system role still works with the tenant's rows: losing that is noticed by every job. */
export async function systemSees({ db, a }: World, table: Table): Promise<boolean> {
  await db.query("savepoint system");
  try {
    await db.query("set local role atrium_system");
    return (
      (await count(db, `select count(*)::int as n from ${table.name} where tenant_id = '${a.id}'`)) !== 0
    );
  } finally {
    await db.query("rollback to savepoint system; release savepoint system");
  }
}
