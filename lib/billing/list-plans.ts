import type * as z from "zod";
import { BILLING_INTERVALS, CURRENCY, grantsOf, PLAN_KEYS, PLANS } from "@/lib/entitlements/catalogue";
import type { planList } from "./schema";

/** The plans on sale. From code: a published version is the same there and in the database. */
export function listPlans(): z.input<typeof planList> {
  return {
    data: PLAN_KEYS.map((key) => {
      const plan = PLANS[key];
      const { price } = plan;
      return {
        key,
        version: plan.version,
        name: plan.name,
        prices: price
          ? BILLING_INTERVALS.map((interval) => ({ interval, amount: price[interval], currency: CURRENCY }))
          : [],
        features: grantsOf(plan),
      };
    }),
  };
}
