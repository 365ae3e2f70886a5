import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { ownerPool } from "@/lib/infra/database/pools";
import { withSystem } from "@/lib/tenancy/with-system";
import { FEATURE_KEYS, grantsOf, PLAN_KEYS, PLANS } from "./catalogue";
import { recomputeEntitlements } from "./recompute-entitlements";
import { syncPlans } from "./sync-plans";

const accountId = newId();
const tenantId = newId();

beforeAll(async () => {
  await withSystem(async (tx) => {
    await tx.account.create({ data: { id: accountId, name: "Entitlement test" } });
    await tx.tenant.create({ data: { id: tenantId, accountId, name: "One", slug: "entitled" } });
  });
});

async function asOwner<T>(work: (client: import("pg").PoolClient) => Promise<T>): Promise<T> {
  const owner = await ownerPool().connect();
  try {
    return await work(owner);
  } finally {
    owner.release();
  }
}

async function stored() {
  return withSystem(async (tx) => ({
    rows: (await tx.accountEntitlement.findMany({ where: { accountId }, orderBy: { feature: "asc" } })).map(
      ({ feature, enabled, limitValue, level }) => ({
        feature,
        enabled,
        limit: limitValue === null ? null : Number(limitValue),
        level,
      }),
    ),
    account: (await tx.account.findUniqueOrThrow({ where: { id: accountId } })).planKey,
    tenant: (await tx.tenant.findUniqueOrThrow({ where: { id: tenantId } })).planType,
  }));
}

async function subscribe(planType: string, status: string): Promise<void> {
  await withSystem(async (tx) => {
    await tx.subscription.deleteMany({ where: { accountId } });
    await tx.subscription.create({
      data: {
        accountId,
        stripeSubscriptionId: `sub_${newId()}`,
        planType,
        planVersion: PLANS.free.version,
        status,
      },
    });
  });
}

const recompute = () => withSystem((tx) => recomputeEntitlements(tx, accountId));

describe("published plans", () => {
  test("are published once and stay", async () => {
    await asOwner(syncPlans);
    const plans = await withSystem((tx) => tx.plan.findMany({ orderBy: { rank: "asc" } }));
    expect(plans.map((plan) => plan.key)).toEqual([...PLAN_KEYS]);
    expect(await withSystem((tx) => tx.planPrice.count())).toBe(6);
  });

  test("refuse to differ from what was sold", async () => {
    const change = (limit: number) =>
      asOwner((owner) =>
        owner.query(
          "update platform.plan_entitlements set limit_value = $1 where plan_key = 'free' and feature = 'agents'",
          [limit],
        ),
      );
    await change(4);
    await expect(asOwner(syncPlans)).rejects.toThrow(/free version \d+ is published and differs/);
    await change(3);
    await asOwner(syncPlans);
  });
});

describe("recomputing", () => {
  test.each(PLAN_KEYS)("gives an account exactly the rows of %s", async (key) => {
    if (key === "free") await withSystem((tx) => tx.subscription.deleteMany({ where: { accountId } }));
    else await subscribe(key, "active");
    await recompute();
    const { rows, account, tenant } = await stored();
    expect(rows).toEqual(grantsOf(PLANS[key]).sort((a, b) => (a.feature < b.feature ? -1 : 1)));
    expect(rows).toHaveLength(FEATURE_KEYS.length);
    expect([account, tenant]).toEqual([key, key]);
  });

  test("changes nothing the second time", async () => {
    await subscribe("starter", "active");
    await recompute();
    expect((await recompute()).changed).toBe(false);
  });

  test("keeps the plan while payment is late and drops it when the subscription has ended", async () => {
    await subscribe("starter", "past_due");
    expect((await recompute()).planKey).toBe("starter");
    for (const status of ["canceled", "incomplete", "incomplete_expired"]) {
      await subscribe("starter", status);
      expect((await recompute()).planKey).toBe("free");
    }
  });

  test("lets an override win until it expires", async () => {
    await subscribe("starter", "active");
    const set = (expiresAt: Date | null) =>
      withSystem(async (tx) => {
        await tx.accountOverride.deleteMany({ where: { accountId } });
        await tx.accountOverride.create({
          data: { accountId, feature: "agents", enabled: true, limitValue: 500n, reason: "pilot", expiresAt },
        });
      });
    const agents = async () => (await stored()).rows.find((row) => row.feature === "agents")?.limit;
    await set(null);
    await recompute();
    expect(await agents()).toBe(500);
    await set(new Date(Date.now() - 1_000));
    await recompute();
    expect(await agents()).toBe(10);
  });
});
