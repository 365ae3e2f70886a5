import "server-only";
import { DomainError } from "@/lib/core/errors";
import { type BillingInterval, lookupKey, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { stripeClient } from "@/lib/infra/stripe";
import { withSystem } from "@/lib/tenancy/with-system";
import { callStripe, isMissing } from "../stripe/call-stripe";
import { syncCatalogue } from "../sync-catalogue";

/**
 * Stripe's id of a plan's price. When Stripe does not know it (a fresh or replaced Stripe), the catalogue is written
 * there first.
 * @throws DomainError upstream_failed
 */
export async function stripePriceId(terms: { plan: PlanKey; interval: BillingInterval }): Promise<string> {
  const lookup = lookupKey(PLANS[terms.plan], terms.interval);
  const known = await storedId(lookup);
  if (known && (await exists(known))) return known;
  await callStripe(() => syncCatalogue());
  const made = await storedId(lookup);
  if (!made) throw new DomainError("upstream_failed", "This plan cannot be bought right now.");
  return made;
}

async function storedId(lookup: string): Promise<string | null> {
  const row = await withSystem((tx) => tx.planPrice.findUnique({ where: { lookupKey: lookup } }));
  return row?.stripePriceId ?? null;
}

async function exists(id: string): Promise<boolean> {
  return callStripe(async () => {
    try {
      return (await stripeClient().prices.retrieve(id)).active;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  });
}
