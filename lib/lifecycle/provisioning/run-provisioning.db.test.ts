import { beforeEach, describe, expect, test } from "vitest";
import type { UserContext } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { enqueueJob } from "@/lib/notifications/enqueue-job";
import { findOffenders } from "@/lib/tenancy/catalogue/find-offenders";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeUserContext } from "@/lib/testing/make-context";
import { makeUser } from "@/lib/testing/make-tenant";
import { ABSENT, COMPLETE, tenantTraces } from "@/lib/testing/tenant-traces";
import { getOperation } from "../operations/get-operation";
import { PROVISIONING_STEPS } from "../operations/schema";
import { createTenant } from "../tenants/create-tenant";
import { MAX_ATTEMPTS, runProvisioning } from "./run-provisioning";
import type { Step } from "./step";
import { STEPS } from "./steps";

let ctx: UserContext;
beforeEach(async () => {
  ctx = makeUserContext(await makeUser());
});

async function request() {
  const slug = `p-${newId().slice(-12)}`;
  const { operation, tenant } = await createTenant(ctx, { name: "Provisioned", slug });
  const { rows } = await systemPool().query<{ account_id: string }>(
    "select account_id from platform.tenants where id = $1",
    [tenant.id],
  );
  const accountId = rows[0]?.account_id ?? "";
  return { operationId: operation.id, tenantId: tenant.id, slug, accountId };
}

test("steps of the worker are the ones the person is shown", () => {
  expect(["reserve", ...STEPS.map((step) => step.name)]).toEqual([...PROVISIONING_STEPS]);
});

test("sets up a workspace once, and a second run changes nothing", async () => {
  const made = await request();
  expect(await runProvisioning(made.operationId)).toBe("succeeded");
  expect(await runProvisioning(made.operationId)).toBe("succeeded");
  expect(await tenantTraces(made.tenantId, made.accountId)).toEqual(COMPLETE);
  const operation = await getOperation(ctx, made.operationId);
  expect(operation).toMatchObject({
    state: "succeeded",
    error: null,
    tenant: { slug: made.slug, status: "active" },
  });
  expect(operation.steps.every((step) => step.state === "succeeded")).toBe(true);
  expect(await findOffenders()).toEqual([]);
  const { rows } = await systemPool().query("select tenant_id, role from platform.users where id = $1", [
    ctx.actor.userId,
  ]);
  expect(rows).toEqual([{ tenant_id: made.tenantId, role: "tenant_admin" }]);
});

test("two workers at once set it up once", async () => {
  const made = await request();
  const results = await Promise.all([1, 2, 3].map(() => runProvisioning(made.operationId)));
  expect(results.filter((result) => result === "succeeded").length).toBeGreaterThan(0);
  expect(await tenantTraces(made.tenantId, made.accountId)).toEqual(COMPLETE);
});

describe.each(STEPS.map((step) => step.name))("stopped after the work of %s", (name) => {
  test("the next run finishes with nothing doubled", async () => {
    const made = await request();
    for (let round = 0; round < 2; round += 1) {
      await expect(runProvisioning(made.operationId, { afterWork: stopAt(name) })).rejects.toThrow("stopped");
    }
    expect(await runProvisioning(made.operationId)).toBe("succeeded");
    expect(await tenantTraces(made.tenantId, made.accountId)).toEqual(COMPLETE);
  });

  test("given up, nothing is left and the person is told", async () => {
    const made = await request();
    const results: unknown[] = [];
    for (let round = 0; round < MAX_ATTEMPTS; round += 1) {
      results.push(await runProvisioning(made.operationId, { afterWork: stopAt(name) }).catch(() => "threw"));
    }
    expect(results.at(-1)).toBe("failed");
    expect(await tenantTraces(made.tenantId, made.accountId)).toMatchObject(ABSENT);
    const operation = await getOperation(ctx, made.operationId);
    expect(operation).toMatchObject({ state: "failed", error: "provisioning_failed", tenant: null });
    // The same person can try again at once, with the same address and inside the same limit.
    const again = await createTenant(ctx, { name: "Again", slug: made.slug });
    expect(await runProvisioning(again.operation.id)).toBe("succeeded");
  });
});

test("control: a step that is not safe to repeat is caught", async () => {
  const careless: Step = {
    name: "billing",
    kind: "repeatable",
    run: ({ input }) =>
      withSystem(async (tx) => {
        const dedupeKey = `welcome:${input.tenantId}:${newId()}`;
        await enqueueJob(tx, { queue: "mail", payload: {}, dedupeKey });
      }),
  };
  const steps = STEPS.map((step) => (step.name === "billing" ? careless : step));
  const smooth = await request();
  await runProvisioning(smooth.operationId, { steps });
  const undisturbed = await tenantTraces(smooth.tenantId, smooth.accountId);
  ctx = makeUserContext(await makeUser());
  const stopped = await request();
  await expect(runProvisioning(stopped.operationId, { steps, afterWork: stopAt("billing") })).rejects.toThrow(
    "stopped",
  );
  await runProvisioning(stopped.operationId, { steps });
  const resumed = await tenantTraces(stopped.tenantId, stopped.accountId);
  expect(resumed).toEqual({ ...undisturbed, welcomeMails: undisturbed.welcomeMails + 1 });
});

test("twelve workspaces set up at the same time do not disturb each other", async () => {
  const requests = [];
  for (let n = 0; n < 12; n += 1) {
    ctx = makeUserContext(await makeUser());
    requests.push(await request());
  }
  const results = await Promise.allSettled(requests.map((made) => runProvisioning(made.operationId)));
  for (const [n, made] of requests.entries()) {
    if (results[n]?.status === "rejected") await runProvisioning(made.operationId);
    expect(await tenantTraces(made.tenantId, made.accountId)).toEqual(COMPLETE);
  }
});

function stopAt(name: string) {
  return (step: string) => {
    if (step === name) throw new Error("stopped");
  };
}
