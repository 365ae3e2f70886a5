import { randomInt } from "node:crypto";
import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { ownerPool, systemPool } from "@/lib/infra/database/pools";
import { MAX_ATTEMPTS } from "@/lib/lifecycle/provisioning/run-provisioning";
import { STEPS } from "@/lib/lifecycle/provisioning/steps";
import { createTenant } from "@/lib/lifecycle/tenants/create-tenant";
import { makeUserContext } from "@/lib/testing/make-context";
import { makeUser } from "@/lib/testing/make-tenant";
import { ABSENT, COMPLETE, tenantTraces } from "@/lib/testing/tenant-traces";
import { startWorkerProcess, type WorkerProcess } from "@/lib/testing/worker-process";

let worker: WorkerProcess;

beforeAll(async () => {
  // Each step rests before its mark commits: a kill then falls between the work and the mark.
  await ownerPool().query(`
    create function platform.linger() returns trigger language plpgsql as $$
      begin if new.state = 'succeeded' then perform pg_sleep(0.2); end if; return new; end $$;
    create function platform.linger_at_end() returns trigger language plpgsql as $$
      begin if new.state = 'failed' then perform pg_sleep(0.2); end if; return new; end $$;
    grant execute on function platform.linger(), platform.linger_at_end() to atrium_system;
    create trigger linger_at_end before update on platform.operations for each row execute function platform.linger_at_end();
    create trigger linger before update on platform.operation_steps for each row execute function platform.linger()`);
  worker = startWorkerProcess();
});
afterAll(() => worker.kill());

async function request() {
  const ctx = makeUserContext(await makeUser());
  const { operation, tenant } = await createTenant(ctx, { name: "Killed", slug: `k-${newId().slice(-12)}` });
  const { rows } = await systemPool().query<{ account_id: string }>(
    "select account_id from platform.tenants where id = $1",
    [tenant.id],
  );
  return { operationId: operation.id, tenantId: tenant.id, accountId: rows[0]?.account_id ?? "" };
}

async function stepState(operationId: string, name: string): Promise<string> {
  const { rows } = await systemPool().query<{ state: string }>(
    "select state from platform.operation_steps where operation_id = $1 and name = $2",
    [operationId, name],
  );
  return rows[0]?.state ?? "";
}

async function operationState(operationId: string): Promise<string> {
  const { rows } = await systemPool().query<{ state: string }>(
    "select state from platform.operations where id = $1",
    [operationId],
  );
  return rows[0]?.state ?? "";
}

/** One in npm test; `npm run prove:provisioning` asks for 20. */
const KILLS = Number(process.env.PROVISIONING_KILLS ?? 1);
const tally = {
  suite: "provisioning",
  steps: STEPS.length,
  kills: 0,
  within_step: 0,
  within_taking_back: 0,
  active: 0,
  absent: 0,
  broken: 0,
};

afterAll(() => {
  const path = process.env.PROVISIONING_REPORT;
  if (path) writeFileSync(path, `${JSON.stringify(tally)}\n`);
});

test.each(STEPS.map((step) => step.name))(
  "a worker killed within %s goes on after its restart and doubles nothing",
  async (name) => {
    let hits = 0;
    for (let attempt = 1; hits < KILLS; attempt += 1) {
      const made = await request();
      await expect
        .poll(() => stepState(made.operationId, name), { timeout: 60_000, interval: 3 })
        .toMatch(/running|succeeded/);
      await new Promise((resolve) => setTimeout(resolve, randomInt(150)));
      await worker.kill();
      tally.kills += 1;
      if ((await stepState(made.operationId, name)) === "running") hits += 1;
      worker = startWorkerProcess();
      await expect
        .poll(() => operationState(made.operationId), { timeout: 60_000, interval: 20 })
        .toMatch(/succeeded|failed/);
      await judge(made);
      expect(attempt).toBeLessThan(KILLS * 2 + 5);
    }
    tally.within_step += hits;
  },
  300_000 * KILLS,
);

test(
  "a worker killed while it takes a workspace back goes on until nothing is left",
  async () => {
    for (let attempt = 0; tally.within_taking_back < KILLS; attempt += 1) {
      // Every step takes its turn as the one that was given up: more or less is there to be taken back.
      const step = STEPS.at(-1 - (attempt % STEPS.length))?.name ?? "";
      await worker.kill();
      const made = await request();
      await systemPool().query(
        "update platform.operation_steps set attempts = $3 where operation_id = $1 and name = $2",
        [made.operationId, step, MAX_ATTEMPTS],
      );
      worker = startWorkerProcess();
      const before = STEPS[STEPS.findIndex(({ name }) => name === step) - 1]?.name;
      await expect
        .poll(() => (before ? stepState(made.operationId, before) : operationState(made.operationId)), {
          timeout: 60_000,
          interval: 3,
        })
        .toMatch(/succeeded|running|failed/);
      await new Promise((resolve) => setTimeout(resolve, randomInt(300)));
      await worker.kill();
      tally.kills += 1;
      if ((await operationState(made.operationId)) !== "failed") tally.within_taking_back += 1;
      worker = startWorkerProcess();
      await expect
        .poll(() => operationState(made.operationId), { timeout: 60_000, interval: 20 })
        .toBe("failed");
      await judge(made);
      expect(attempt).toBeLessThan(KILLS * 3 + 5);
    }
  },
  300_000 * KILLS,
);

/** Set up exactly once, or cleanly absent; anything between is broken. */
async function judge(made: { operationId: string; tenantId: string; accountId: string }): Promise<void> {
  const isActive = (await operationState(made.operationId)) === "succeeded";
  const traces = await tenantTraces(made.tenantId, made.accountId);
  try {
    if (isActive) expect(traces).toEqual(COMPLETE);
    else expect(traces).toMatchObject(ABSENT);
    tally[isActive ? "active" : "absent"] += 1;
  } catch (error) {
    tally.broken += 1;
    throw error;
  }
}
