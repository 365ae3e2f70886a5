import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { isPlanKey, PLANS, type PlanKey } from "./catalogue";

export type Recomputed = {
  planKey: PlanKey;
  before: string;
  changed: boolean;
};

type Row = {
  feature: string;
  enabled: boolean;
  limitValue: bigint | null;
  level: string | null;
  source: "plan" | "override";
};

/** Stripe statuses that still carry the plan; what an unpaid account may do is the billing state's to say. */
export const LIVE_STATUSES = ["active", "trialing", "past_due", "unpaid", "paused"];

/**
 * Writes what an account may use: the plan version of its live subscription, else Free, with our overrides on top.
 * The one writer of account_entitlements, accounts.plan_key and tenants.plan_type. Idempotent.
 */
export async function recomputeEntitlements(tx: SystemTx, accountId: string): Promise<Recomputed> {
  // Serialises recomputations of one account: the last one sees everything that is committed.
  await tx.$queryRaw`select id::text from platform.accounts where id = ${accountId}::uuid for update`;
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
  const plan = await planOf(tx, accountId);
  const wanted = await entitlementsOf(tx, accountId, plan);
  const present = await tx.accountEntitlement.findMany({
    where: { accountId },
    select: { feature: true, enabled: true, limitValue: true, level: true, source: true },
    orderBy: { feature: "asc" },
  });
  const same = isDeepStrictEqual(present, wanted);
  if (!same) {
    await tx.accountEntitlement.deleteMany({ where: { accountId } });
    await tx.accountEntitlement.createMany({ data: wanted.map((row) => ({ accountId, ...row })) });
  }
  if (account.planKey !== plan.key) {
    await tx.account.update({ where: { id: accountId }, data: { planKey: plan.key } });
  }
  await tx.tenant.updateMany({
    where: { accountId, planType: { not: plan.key } },
    data: { planType: plan.key },
  });
  return { planKey: plan.key, before: account.planKey, changed: !same || account.planKey !== plan.key };
}

async function planOf(tx: SystemTx, accountId: string): Promise<{ key: PlanKey; version: number }> {
  const live = await tx.subscription.findFirst({
    where: { accountId, status: { in: LIVE_STATUSES } },
    orderBy: { createdAt: "desc" },
    select: { planType: true, planVersion: true },
  });
  if (live && isPlanKey(live.planType)) return { key: live.planType, version: live.planVersion };
  return { key: "free", version: PLANS.free.version };
}

async function entitlementsOf(
  tx: SystemTx,
  accountId: string,
  plan: { key: PlanKey; version: number },
): Promise<Row[]> {
  const select = { feature: true, enabled: true, limitValue: true, level: true } as const;
  const granted = await tx.planEntitlement.findMany({
    where: { planKey: plan.key, planVersion: plan.version },
    select,
  });
  const overrides = await tx.accountOverride.findMany({
    where: { accountId, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
    select,
  });
  const rows = new Map<string, Row>(granted.map((row) => [row.feature, { ...row, source: "plan" }]));
  for (const row of overrides) rows.set(row.feature, { ...row, source: "override" });
  return [...rows.values()].sort((a, b) => (a.feature < b.feature ? -1 : 1));
}
