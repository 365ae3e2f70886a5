import "server-only";
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import {
  BILLING_INTERVALS,
  CURRENCY,
  grantsOf,
  lookupKey,
  PLAN_KEYS,
  PLANS,
  type PlanSpec,
} from "./catalogue";

/**
 * Publishes the catalogue's plan versions, as the owner, in one transaction. Safe to repeat.
 * @throws Error when a version that is already published differs from the catalogue: customers were sold that one
 */
export async function syncPlans(owner: pg.ClientBase): Promise<void> {
  await owner.query("begin");
  try {
    for (const key of PLAN_KEYS) await publish(owner, PLANS[key]);
    await owner.query("commit");
  } catch (error) {
    await owner.query("rollback");
    throw error;
  }
}

async function publish(owner: pg.ClientBase, plan: PlanSpec): Promise<void> {
  const made = await owner.query(
    "insert into platform.plans (key, version, name, rank) values ($1, $2, $3, $4) on conflict do nothing",
    [plan.key, plan.version, plan.name, plan.rank],
  );
  if (made.rowCount === 0) return assertUnchanged(owner, plan);
  for (const grant of grantsOf(plan)) {
    await owner.query("insert into platform.plan_entitlements values ($1, $2, $3, $4, $5, $6)", [
      plan.key,
      plan.version,
      grant.feature,
      grant.enabled,
      grant.limit,
      grant.level,
    ]);
  }
  for (const price of pricesOf(plan)) {
    await owner.query(
      `insert into platform.plan_prices (plan_key, plan_version, billing_interval, currency, amount_minor, lookup_key)
       values ($1, $2, $3, $4, $5, $6)`,
      [plan.key, plan.version, price.interval, CURRENCY, price.amount, price.lookup],
    );
  }
}

function pricesOf(plan: PlanSpec) {
  const { price } = plan;
  if (!price) return [];
  return BILLING_INTERVALS.map((interval) => ({
    interval: interval as string,
    amount: price[interval],
    lookup: lookupKey(plan, interval),
  }));
}

async function assertUnchanged(owner: pg.ClientBase, plan: PlanSpec): Promise<void> {
  const grants = await owner.query<{
    feature: string;
    enabled: boolean;
    limit: string | null;
    level: string | null;
  }>(
    `select feature, enabled, limit_value as "limit", level from platform.plan_entitlements
     where plan_key = $1 and plan_version = $2`,
    [plan.key, plan.version],
  );
  const prices = await owner.query<{ interval: string; amount: string; lookup: string }>(
    `select billing_interval as interval, amount_minor as amount, lookup_key as lookup from platform.plan_prices
     where plan_key = $1 and plan_version = $2 and currency = $3`,
    [plan.key, plan.version, CURRENCY],
  );
  const published = {
    grants: byKey(
      grants.rows.map((row) => ({ ...row, limit: row.limit === null ? null : Number(row.limit) })),
    ),
    prices: byKey(prices.rows.map((row) => ({ ...row, amount: Number(row.amount) }))),
  };
  const wanted = { grants: byKey(grantsOf(plan)), prices: byKey(pricesOf(plan)) };
  if (isDeepStrictEqual(published, wanted)) return;
  throw new Error(
    `Plan ${plan.key} version ${plan.version} is published and differs from lib/entitlements/catalogue.ts: ` +
      "give the changed plan the next version number.",
  );
}

/** Plain objects in a fixed order, so that two lists compare by content. */
function byKey<Row extends { feature?: string; lookup?: string }>(rows: readonly Row[]): Row[] {
  const name = (row: Row) => row.feature ?? row.lookup ?? "";
  return rows.map((row) => ({ ...row })).sort((a, b) => name(a).localeCompare(name(b)));
}
