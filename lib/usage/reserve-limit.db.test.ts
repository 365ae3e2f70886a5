import { beforeEach, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { accountUsage } from "./account-usage";
import { confirmReservation } from "./confirm-reservation";
import { releaseGauge } from "./release-gauge";
import { releaseReservation } from "./release-reservation";
import { reserveLimit } from "./reserve-limit";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await makeTenant({ limits: { agents: 3 } });
});

function reserve(id = newId()) {
  const { accountId, id: tenantId } = tenant;
  return reserveLimit({ id, accountId, tenantId, meter: "agents", feature: "agents", quantity: 1 });
}
async function agentsUsed(): Promise<number | undefined> {
  return (await accountUsage(tenant.accountId)).find((row) => row.meter === "agents")?.used;
}

test("a reservation counts at once, and stays when confirmed", async () => {
  const id = newId();
  expect(await reserve(id)).toEqual({ used: 1, limit: 3 });
  expect(await confirmReservation(id)).toBe(true);
  expect(await confirmReservation(id)).toBe(false);
  expect(await agentsUsed()).toBe(1);
});

test("a released reservation and a released gauge give back exactly what they took", async () => {
  const [kept, dropped] = [newId(), newId()];
  await reserve(kept);
  await reserve(dropped);
  await confirmReservation(kept);
  await releaseReservation(dropped);
  await releaseReservation(dropped);
  expect(await agentsUsed()).toBe(1);
  await releaseGauge(tenant.accountId, "agents", 1);
  expect(await agentsUsed()).toBe(0);
});

test("beyond the limit the answer names it, and nothing is taken", async () => {
  for (let made = 0; made < 3; made += 1) await reserve();
  await expect(reserve()).rejects.toMatchObject({ code: "limit_reached", details: { subject: "agents" } });
  expect(await agentsUsed()).toBe(3);
});

test("a feature that the plan lacks has no room", async () => {
  const { accountId, id: tenantId } = tenant;
  await expect(
    reserveLimit({ id: newId(), accountId, tenantId, meter: "x", feature: "absent", quantity: 1 }),
  ).rejects.toMatchObject({ code: "limit_reached" });
});

test("of 50 parallel reservations at limit - 1 exactly one passes", async () => {
  await reserve();
  await reserve();
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => reserve()));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(await agentsUsed()).toBe(3);
});

test("control: reading before writing lets more than one through", async () => {
  await reserve();
  await reserve();
  const readThenWrite = async () => {
    const { rows } = await systemPool().query<{ taken: string }>(
      "select used + reserved as taken from platform.account_counters where account_id = $1 and meter = 'agents'",
      [tenant.accountId],
    );
    if (Number(rows[0]?.taken) >= 3) throw new Error("full");
    await systemPool().query(
      "update platform.account_counters set used = used + 1 where account_id = $1 and meter = 'agents'",
      [tenant.accountId],
    );
  };
  const results = await Promise.allSettled(Array.from({ length: 50 }, readThenWrite));
  expect(results.filter((result) => result.status === "fulfilled").length).toBeGreaterThan(1);
});
