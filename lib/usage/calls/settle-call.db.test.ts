import { beforeEach, expect, test } from "vitest";
import { createApiKey } from "@/lib/access/api-keys/create-api-key";
import { parseKeyText } from "@/lib/access/api-keys/key-text";
import { systemPool } from "@/lib/infra/database/pools";
import { hashToken } from "@/lib/infra/tokens";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { type Admission, admitCall } from "./admit-call";
import { settleCall } from "./settle-call";
import { sweepCalls } from "./sweep-calls";

let tenant: TestTenant;
let key: { keyId: string; secret: string };
let apiKeyId: string;

beforeEach(async () => {
  tenant = await makeTenant({ limits: { api_calls: 10, api_rate: null } });
  const made = await createApiKey(await makeContext(tenant, tenant.owner), {
    name: "Key",
    scopes: ["agents:read"],
  });
  apiKeyId = made.id;
  key = parseKeyText(made.key) ?? { keyId: "", secret: "" };
});

function admit(): Promise<Admission> {
  return admitCall({
    keyId: key.keyId,
    secretHash: hashToken(key.secret),
    slug: null,
    named: null,
    permission: "agents:read",
    metered: true,
    ip: null,
  });
}
function settle(admission: Admission, status: number): Promise<void> {
  return settleCall({
    callId: admission.callId,
    accountId: tenant.accountId,
    tenantId: tenant.id,
    cell: "main",
    periodId: admission.periodId ?? "",
    apiKeyId,
    method: "GET",
    route: "/api/v1/agents",
    status,
    durationMs: 5,
    responseBytes: 10,
    requestId: "request",
  });
}
async function counts() {
  const { rows } = await systemPool().query(
    `select c.used::int, c.reserved::int,
      (select count(*)::int from shared.usage_events e where e.tenant_id = $2) as events,
      (select coalesce(sum(quantity), 0)::int from warehouse.usage_hourly h where h.tenant_id = $2) as hourly
     from platform.account_counters c where c.account_id = $1 and c.meter = 'api_calls'`,
    [tenant.accountId, tenant.id],
  );
  return rows[0];
}
const expire = () =>
  systemPool().query("update platform.reservations set expires_at = now() - interval '1 second'");

test("settling twice counts once", async () => {
  const admission = await admit();
  expect(await counts()).toEqual({ used: 0, reserved: 1, events: 0, hourly: 0 });
  await settle(admission, 200);
  await settle(admission, 200);
  expect(await counts()).toEqual({ used: 1, reserved: 0, events: 1, hourly: 1 });
});

test("a failed call gives back once", async () => {
  const [failed, open] = [await admit(), await admit()];
  await settle(failed, 500);
  await settle(failed, 500);
  expect(await counts()).toEqual({ used: 0, reserved: 1, events: 0, hourly: 0 });
  await settle(open, 204);
  expect(await counts()).toEqual({ used: 1, reserved: 0, events: 1, hourly: 1 });
});

test("the sweeper frees what a dead process left, and nothing that is still under way", async () => {
  await Promise.all([admit(), admit(), admit()]);
  expect(await sweepCalls()).toBe(0);
  expect(await counts()).toMatchObject({ reserved: 3 });
  await expire();
  expect(await sweepCalls()).toBe(3);
  expect(await sweepCalls()).toBe(0);
  expect(await counts()).toEqual({ used: 0, reserved: 0, events: 0, hourly: 0 });
});

test("an answer that comes after the sweeper is still counted exactly once", async () => {
  const admission = await admit();
  await expire();
  await sweepCalls();
  await settle(admission, 200);
  expect(await counts()).toEqual({ used: 1, reserved: 0, events: 1, hourly: 1 });
});

test("sweeping while calls are settled never counts or frees twice", async () => {
  const admissions = await Promise.all(Array.from({ length: 10 }, admit));
  await expire();
  await Promise.all([
    ...admissions.map((admission, index) => settle(admission, index % 2 ? 200 : 500)),
    sweepCalls(),
    sweepCalls(),
  ]);
  await sweepCalls();
  expect(await counts()).toEqual({ used: 5, reserved: 0, events: 5, hourly: 5 });
});

test("of 50 parallel calls at limit - 1 exactly one is admitted", async () => {
  for (let call = 0; call < 9; call += 1) await settle(await admit(), 200);
  const outcomes = (await Promise.all(Array.from({ length: 50 }, admit))).map((a) => a.outcome);
  expect(outcomes.filter((outcome) => outcome === "admitted")).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === "quota_exceeded")).toHaveLength(49);
});
