import { beforeEach, describe, expect, test } from "vitest";
import { PUT as keepRoute, GET as listRoute } from "@/app/api/v1/tenants/kept/route";
import { parkTenants } from "@/lib/billing/park-tenants";
import { withBillingLock } from "@/lib/billing/stripe/billing-lock";
import { newId } from "@/lib/core/ids";
import { systemPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { callRoute } from "@/lib/testing/call-route";
import { makeContext, makeUserContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { mailsTo } from "@/lib/testing/test-browser";
import { accountUsage } from "@/lib/usage/account-usage";
import { createTenant } from "../tenants/create-tenant";
import { deleteTenant } from "../tenants/delete-tenant";
import { keepTenants } from "./keep-tenants";
import type { OwnedTenantsDto } from "./schema";

let tenants: TestTenant[];
let accountId: string;
beforeEach(async () => {
  const first = await makeTenant({ limits: { tenants: 5 } });
  accountId = first.accountId;
  tenants = [first];
  for (let n = 0; n < 3; n += 1) tenants.push(await makeTenant({ accountId }));
});

const owner = () => makeUserContext((tenants[0] as TestTenant).owner);
const ids = (...positions: number[]) => positions.map((n) => (tenants[n] as TestTenant).id);
async function allow(limit: number): Promise<void> {
  await systemPool().query(
    "update platform.account_entitlements set limit_value = $2 where account_id = $1 and feature = 'tenants'",
    [accountId, limit],
  );
  await withBillingLock(accountId, (tx) => parkTenants(tx, accountId));
}
async function open(): Promise<number[]> {
  const rows = await withSystem((tx) => tx.tenant.findMany({ where: { accountId, status: "active" } }));
  return tenants.flatMap(({ id }, position) => (rows.some((row) => row.id === id) ? [position] : []));
}
const counted = async () => (await accountUsage(accountId)).find((row) => row.meter === "tenants")?.used;

describe("a plan with less room", () => {
  test("parks the surplus, the oldest stay, and parked ones do not count", async () => {
    await allow(2);
    expect(await open()).toEqual([0, 1]);
    expect(await counted()).toBe(2);
    const mails = await mailsTo((tenants[0] as TestTenant).owner.email);
    expect(mails.filter((mail) => mail.template === "tenants_parked")).toMatchObject([
      { data: { count: 2 } },
    ]);
    const events = await withSystem((tx) =>
      tx.domainEvent.findMany({ where: { tenantId: { in: ids(2, 3) }, action: "tenant.parked" } }),
    );
    expect(events).toHaveLength(2);
    await allow(2);
    expect(await open()).toEqual([0, 1]);
  });

  test("a parked workspace can be read and not written, and says so", async () => {
    await allow(1);
    const parked = tenants[2] as TestTenant;
    const ctx = await makeContext(parked, parked.owner);
    expect(ctx.decide("agents:read").allowed).toBe(true);
    expect(ctx.decide("agents:create")).toMatchObject({ allowed: false, reason: "tenant_read_only" });
  });

  test("the owner chooses which stay; the rest of the room goes to the oldest", async () => {
    await allow(2);
    await keepTenants(owner(), { tenant_ids: ids(3) });
    expect(await open()).toEqual([0, 3]);
    expect(await counted()).toBe(2);
    await keepTenants(owner(), { tenant_ids: ids(2, 1) });
    expect(await open()).toEqual([1, 2]);
    await allow(1);
    expect(await open()).toEqual([1]);
  });

  test("more room opens them again, in the same order, as far as it goes", async () => {
    await allow(1);
    await keepTenants(owner(), { tenant_ids: ids(3) });
    await allow(3);
    expect(await open()).toEqual([0, 1, 3]);
    await allow(4);
    expect(await open()).toEqual([0, 1, 2, 3]);
    expect(await counted()).toBe(4);
  });

  test("deleting a parked workspace gives nothing back; deleting an open one makes room for one", async () => {
    await allow(2);
    const [, , third] = tenants as [TestTenant, TestTenant, TestTenant];
    await withSystem((tx) =>
      tx.accountMember.create({ data: { accountId, userId: third.owner.id, role: "owner" } }),
    );
    await deleteTenant(await makeContext(third, third.owner), third.id);
    expect(await counted()).toBe(2);
    const [first] = tenants as [TestTenant];
    await deleteTenant(await makeContext(first, first.owner), first.id);
    expect(await counted()).toBe(1);
    await allow(2);
    expect(await open()).toEqual([1, 3]);
    expect(await counted()).toBe(2);
  });

  test("parking, choosing and creating at the same time never go over the limit", async () => {
    await allow(2);
    const person = owner();
    const work = Array.from({ length: 12 }, (_, n) =>
      n % 3 === 0
        ? keepTenants(person, { tenant_ids: ids(n % 4) })
        : n % 3 === 1
          ? withBillingLock(accountId, (tx) => parkTenants(tx, accountId))
          : createTenant(person, { name: "Another", slug: `x-${newId().slice(-12)}` }),
    );
    await Promise.allSettled(work);
    expect(await open()).toHaveLength(2);
    expect(await counted()).toBe(2);
  });
});

describe("the choice", () => {
  const call = async (body: unknown, user = (tenants[0] as TestTenant).owner) =>
    callRoute(keepRoute, { cookie: await sessionCookie(user), body });

  test("is the owner's, of their own workspaces, within the plan, and audited", async () => {
    await allow(2);
    expect((await call({ tenant_ids: ids(0, 1, 2) })).status).toBe(402);
    const foreign = await makeTenant();
    expect((await call({ tenant_ids: [foreign.id] })).status).toBe(404);
    expect((await call({ tenant_ids: ["x"] })).status).toBe(422);
    expect((await call({ tenant_ids: ids(0) }, await makeUser())).status).toBe(404);
    expect((await call({ tenant_ids: ids(2) })).status).toBe(200);
    const events = await withSystem((tx) =>
      tx.platformEvent.count({ where: { accountId, action: "account.kept_tenants_chosen" } }),
    );
    expect(events).toBe(1);
  });

  test("is shown with how many fit", async () => {
    await allow(2);
    const cookie = await sessionCookie((tenants[0] as TestTenant).owner);
    const body = (await (await callRoute(listRoute, { cookie })).json()) as OwnedTenantsDto;
    expect(body.limit).toBe(2);
    expect(body.data.map((row) => row.status)).toEqual(["active", "active", "parked", "parked"]);
  });
});
