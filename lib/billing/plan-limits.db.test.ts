import { beforeAll, describe, expect, test } from "vitest";
import { AGENT_CATALOGUE } from "@/lib/agents/catalogue";
import { createAgent } from "@/lib/agents/create-agent";
import { newId } from "@/lib/core/ids";
import { type LimitKey, PLAN_KEYS, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { recomputeEntitlements } from "@/lib/entitlements/recompute-entitlements";
import { withSystem } from "@/lib/tenancy/with-system";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { releaseReservation } from "@/lib/usage/release-reservation";
import { reserveLimit } from "@/lib/usage/reserve-limit";

const METERS = ["tenants", "agents", "api_calls"] as const satisfies readonly LimitKey[];
const MANY = 1_000_000;

describe.each(PLAN_KEYS)("on %s", (plan) => {
  let tenant: TestTenant;

  beforeAll(async () => {
    tenant = await makeTenant();
    await putOn(tenant.accountId, plan);
  });

  test.each(METERS)("the server gives exactly the %s of the plan", async (meter) => {
    const limit = PLANS[plan].grants[meter];
    const take = (quantity: number) => {
      const { id: tenantId, accountId } = tenant;
      const id = newId();
      return reserveLimit({ id, accountId, tenantId, meter, feature: meter, quantity }).then(() => id);
    };
    const held = await take(limit ?? MANY);
    const oneMore = take(1);
    if (limit === null) await releaseReservation(await oneMore);
    else await expect(oneMore).rejects.toMatchObject({ code: "limit_reached" });
    await releaseReservation(held);
  });

  test("the catalogue opens as far as the plan says", async () => {
    const ctx = await makeContext(tenant, tenant.owner);
    const { agents_catalogue: level, custom_agents: custom } = PLANS[plan].grants;
    expect(ctx.tenant.entitlements.agents_catalogue?.level).toBe(level);
    expect(hasFeature(ctx.tenant.entitlements, "custom_agents")).toBe(custom);
    for (const tier of new Set(AGENT_CATALOGUE.map((agent) => agent.tier))) {
      const agent = AGENT_CATALOGUE.find((candidate) => candidate.tier === tier);
      const made = createAgent(ctx, { catalogue_key: agent?.key ?? "", name: `${plan} ${tier}` });
      if (OPENED_BY[plan].includes(tier)) expect((await made).id).toBeTruthy();
      else await expect(made).rejects.toMatchObject({ code: "feature_unavailable" });
    }
  });
});

const OPENED_BY: Record<PlanKey, readonly string[]> = {
  free: ["core_free"],
  starter: ["core_free", "core"],
  professional: ["core_free", "core", "all"],
  enterprise: ["core_free", "core", "all"],
};

async function putOn(accountId: string, plan: PlanKey): Promise<void> {
  await withSystem(async (tx) => {
    if (plan !== "free") {
      await tx.subscription.create({
        data: {
          accountId,
          stripeSubscriptionId: `sub_${newId()}`,
          planType: plan,
          planVersion: PLANS[plan].version,
          status: "active",
        },
      });
    }
    await recomputeEntitlements(tx, accountId);
  });
}
