import { ensurePerson } from "../../prisma/seed/people";
import { median } from "../measure";
import type { Provisioning } from "./world";

type Requested = { name: string; slug: string; email: string };

/**
 * Sets workspaces up one at a time through the product, each beside a bare transaction that creates the same role,
 * schema and tables.
 */
export async function timeProvisioning(requests: readonly Requested[]): Promise<Provisioning> {
  const { createTenant } = await import("@/lib/lifecycle/tenants/create-tenant");
  const { runProvisioning } = await import("@/lib/lifecycle/provisioning/run-provisioning");
  const { withSystem } = await import("@/lib/tenancy/with-system");
  const { makeUserContext } = await import("@/lib/testing/make-context");
  const taken = { requestMs: [] as number[], ledgerMs: [] as number[], bareMs: [] as number[] };
  for (const [n, { name, slug, email }] of requests.entries()) {
    const person = await ensurePerson({ email, firstName: "Owner", lastName: String(n) });
    const askedAt = performance.now();
    const { operation } = await createTenant(makeUserContext(person), { name, slug });
    const startedAt = performance.now();
    await runProvisioning(operation.id);
    taken.ledgerMs.push(performance.now() - startedAt);
    taken.requestMs.push(startedAt - askedAt);
    taken.bareMs.push(await bareSchema(n));
    await withSystem((tx) =>
      tx.onboarding.updateMany({
        where: { userId: person.id },
        data: { step: "done", completedAt: new Date() },
      }),
    );
  }
  return {
    requestMs: median(taken.requestMs),
    ledgerMs: median(taken.ledgerMs),
    bareMs: median(taken.bareMs),
  };
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
