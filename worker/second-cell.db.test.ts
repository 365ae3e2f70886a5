import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addCell } from "@/lib/testing/second-cell";

// A workspace of the second database through what the worker does for it; the requests are cells.db.test.ts.
await addCell("b");
const { prepareDatabase } = await import("@/lib/lifecycle/prepare-database");
const { closePools, ownerPool, systemPool } = await import("@/lib/infra/database/pools");
const { openObject } = await import("@/lib/infra/object-store");
const { createApiKey } = await import("@/lib/access/api-keys/create-api-key");
const { getSecurityPolicy } = await import("@/lib/access/policies/get-security-policy");
const { updateSecurityPolicy } = await import("@/lib/access/policies/update-security-policy");
const { createAgent } = await import("@/lib/agents/create-agent");
const { requestExport } = await import("@/lib/lifecycle/exports/request-export");
const { exportKey } = await import("@/lib/lifecycle/exports/internal");
const { eraseTenant } = await import("@/lib/lifecycle/tenants/erase-tenant");
const { listDeliveries } = await import("@/lib/notifications/integrations/list-deliveries");
const { saveIntegration } = await import("@/lib/notifications/integrations/save-integration");
const { openJob } = await import("@/lib/notifications/open-job");
const { relayCellOutbox } = await import("@/lib/tenancy/cells/relay-cell-outbox");
const { schemaName } = await import("@/lib/tenancy/schema-name");
const { rotateDataKeys, rotateMasterKey } = await import("@/lib/tenancy/vault/rotation/rotate-keys");
const { getPerformance } = await import("@/lib/usage/analytics/get-performance");
const { rollUpRequests } = await import("@/lib/usage/roll-up/roll-up-requests");
const { measureTenants } = await import("@/lib/usage/roll-up/measure-tenants");
const { probe } = await import("@/lib/testing/probe-route");
const { callRoute } = await import("@/lib/testing/call-route");
const { forceStatus } = await import("@/lib/testing/force-status");
const { addRequests } = await import("@/lib/testing/ledger");
const { makeContext } = await import("@/lib/testing/make-context");
const { makeTenant } = await import("@/lib/testing/make-tenant");
const { HANDLERS } = await import("./handlers");

type Hook = { body: string };
const SECRET = `whsec_${Buffer.from("k".repeat(32)).toString("base64")}`;
let tenant: Awaited<ReturnType<typeof makeTenant>>;
let hooks: Hook[] = [];
let peer: http.Server;
let url: string;
const admin = () => makeContext(tenant, tenant.owner);

beforeAll(async () => {
  await prepareDatabase();
  tenant = await makeTenant({ cell: "b", planKey: "enterprise" });
  peer = http.createServer(async (request, response) => {
    hooks.push({ body: await text(request) });
    response.end();
  });
  await new Promise<void>((done) => peer.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/hook`;
});
afterAll(async () => {
  peer.close();
  await closePools();
});

/** Works on what waits in one queue for this workspace, as the worker does. */
async function work(queue: string): Promise<number> {
  const handler = HANDLERS.find((entry) => entry.queue === queue);
  const { rows } = await systemPool().query(
    `update platform.outbox set done_at = now() where queue = $1 and tenant_id = $2 and done_at is null
     returning id, payload, tenant_id as "tenantId"`,
    [queue, tenant.id],
  );
  for (const row of rows) {
    const payload = await openJob(row);
    await handler?.handle({ ...row, payload, attempt: 0, finish: async () => true });
  }
  return rows.length;
}

async function countIn(cell: string, table: string): Promise<number> {
  const { rows } = await ownerPool(cell).query<{ n: number }>(
    `select count(*)::int as n from ${table} where tenant_id = $1`,
    [tenant.id],
  );
  return rows[0]?.n ?? 0;
}

test("an event is delivered to its webhook, and the delivery is noted there", async () => {
  await saveIntegration(await admin(), "webhook", {
    config: { url },
    secret: SECRET,
    events: ["agent.created", "api_key.created"],
  });
  await createAgent(await admin(), { catalogue_key: "quality_guardian", name: "Far away" });
  await createApiKey(await admin(), { name: "Far key", scopes: ["agents:read"] });
  expect(await work("integration")).toBe(2);
  expect(hooks.map(({ body }) => JSON.parse(body).type).sort()).toEqual(["agent.created", "api_key.created"]);
  expect((await listDeliveries(await admin(), "webhook", { limit: 10 })).data).toHaveLength(2);
});

test("a change of the security policy, made in the control plane, reaches its own log", async () => {
  const { version } = await getSecurityPolicy(await admin());
  await updateSecurityPolicy(
    await admin(),
    { session: { idle_minutes: 60, absolute_minutes: null } },
    version,
  );
  expect(await relayCellOutbox("b")).toBeGreaterThan(0);
  const { rows } = await systemPool("b").query(
    "select 1 from shared.domain_events where tenant_id = $1 and action = 'security_policy.updated'",
    [tenant.id],
  );
  expect(rows).toHaveLength(1);
  expect(await countIn("main", "shared.domain_events")).toBe(0);
});

test("an export holds its rows", async () => {
  const { id } = await requestExport(await admin());
  expect(await work("export-tenant")).toBe(1);
  const file = await openObject(exportKey(tenant.id, id));
  expect(file).not.toBeNull();
  if (file) expect(await text(file.body.pipe(createGunzip()))).toContain("Far away");
});

test("its data key and its master key rotate, and what was sealed opens", async () => {
  const sealed = async () => {
    const { rows } = await ownerPool("b").query(
      `select secret_sealed from ${schemaName(tenant.id)}.integrations`,
    );
    return String(rows[0]?.secret_sealed);
  };
  const before = await sealed();
  expect(await rotateDataKeys({ tenantId: tenant.id, graceMs: 0 })).toMatchObject({ failed: 0, retiring: 0 });
  expect(await sealed()).not.toBe(before);
  expect(await rotateMasterKey({ tenantId: tenant.id })).toMatchObject({ failed: 0 });
  hooks = [];
  await createAgent(await admin(), { catalogue_key: "strategie_partner", name: "After the rotation" });
  expect(await work("integration")).toBe(1);
  expect(hooks).toHaveLength(1);
});

test("its requests become its own figures", async () => {
  const at = new Date(Date.now() - 3 * 3_600_000);
  await addRequests(
    tenant.id,
    [
      { at, durationMs: 10, userId: tenant.owner.id },
      { at, durationMs: 30, userId: tenant.owner.id },
    ],
    "b",
  );
  await rollUpRequests();
  await measureTenants();
  expect(await countIn("b", "warehouse.requests_hourly")).toBeGreaterThan(0);
  expect(await countIn("b", "warehouse.tenant_daily")).toBeGreaterThan(0);
  expect(await countIn("main", "warehouse.requests_hourly")).toBe(0);
  const { totals } = await getPerformance(await admin(), { range: "24h" });
  expect(totals.requests).toBe(2);
});

test("calls of its key that come at once never exceed the quota, and each that was answered is counted once", async () => {
  const limits = { api_calls: 40, api_rate: null };
  const small = await makeTenant({ cell: "b", planKey: "professional", limits });
  const ctx = await makeContext(small, small.owner);
  const { key } = await createApiKey(ctx, { name: "Many", scopes: ["agents:read"] });
  const answers = await Promise.all(Array.from({ length: 120 }, () => callRoute(probe, { key })));
  const statuses = answers.map((answer) => answer.status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(40);
  expect(statuses.filter((status) => status === 429)).toHaveLength(80);
  const { rows } = await systemPool().query(
    "select used::int, reserved::int from platform.account_counters where account_id = $1 and meter = 'api_calls'",
    [small.accountId],
  );
  expect(rows).toEqual([{ used: 40, reserved: 0 }]);
  const events = await systemPool("b").query(
    "select count(*)::int as n from shared.usage_events where tenant_id = $1",
    [small.id],
  );
  expect(events.rows[0].n).toBe(40);
});

test("erased, nothing of it is left in either database", async () => {
  await forceStatus(tenant.id, "offboarding");
  await systemPool().query(
    "update platform.tenants set delete_after = now() - interval '1 day' where id = $1",
    [tenant.id],
  );
  const report = await eraseTenant(tenant.id);
  expect(report?.leftovers.filter((entry) => !entry.allowed)).toEqual([]);
  expect(report?.tables).toBeGreaterThan(60);
  const { rowCount } = await systemPool("b").query("select 1 from pg_namespace where nspname = $1", [
    schemaName(tenant.id),
  ]);
  expect(rowCount).toBe(0);
});
