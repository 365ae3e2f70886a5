import "server-only";
import type Stripe from "stripe";
import {
  BILLING_INTERVALS,
  type BillingInterval,
  CURRENCY,
  lookupKey,
  PLAN_KEYS,
  PLANS,
  type PlanSpec,
} from "@/lib/entitlements/catalogue";
import { stripeClient } from "@/lib/infra/stripe";
import { rootUrl } from "@/lib/tenancy/hosts";
import { withSystem } from "@/lib/tenancy/with-system";
import { isMissing } from "./stripe/call-stripe";

export const PORTAL_SETTING = "stripe.portal_configuration";
const PORTAL_NAME = "atrium-v1";

/**
 * Makes Stripe sell what lib/entitlements/catalogue.ts says: a product a plan version, a price an interval, found
 * by lookup_key, and our Customer Portal configuration. Keeps their ids. Safe to repeat.
 * @throws Error when a price at Stripe has another amount than the catalogue; Stripe's own errors
 */
export async function syncCatalogue(): Promise<void> {
  const paid = PLAN_KEYS.map((key) => PLANS[key]).filter((plan) => plan.price !== null);
  const wanted = paid.flatMap((plan) => BILLING_INTERVALS.map((interval) => lookupKey(plan, interval)));
  const existing = await stripeClient().prices.list({ lookup_keys: wanted, active: true, limit: 100 });
  for (const plan of paid) {
    const product = await ensureProduct(plan);
    for (const interval of BILLING_INTERVALS) {
      await ensurePrice(plan, interval, product, existing.data);
    }
  }
  await ensurePortal();
}

async function ensureProduct(plan: PlanSpec): Promise<string> {
  const id = `atrium_${plan.key}_v${plan.version}`;
  const product = await findOrCreate(
    () => stripeClient().products.retrieve(id),
    () =>
      stripeClient().products.create({
        id,
        name: `Atrium ${plan.name}`,
        metadata: { plan_key: plan.key, plan_version: String(plan.version) },
      }),
  );
  await withSystem((tx) =>
    tx.plan.update({
      where: { key_version: { key: plan.key, version: plan.version } },
      data: { stripeProductId: product.id },
    }),
  );
  return product.id;
}

async function ensurePrice(
  plan: PlanSpec,
  interval: BillingInterval,
  product: string,
  existing: readonly Stripe.Price[],
): Promise<void> {
  const lookup = lookupKey(plan, interval);
  const amount = plan.price?.[interval] ?? 0;
  const found = existing.find((price) => price.lookup_key === lookup);
  if (found && found.unit_amount !== amount) {
    throw new Error(`Stripe's price ${lookup} costs ${found.unit_amount}, the catalogue says ${amount}.`);
  }
  const price =
    found ??
    (await stripeClient().prices.create(
      {
        product,
        currency: CURRENCY,
        unit_amount: amount,
        recurring: { interval },
        lookup_key: lookup,
        metadata: { plan_key: plan.key, plan_version: String(plan.version) },
      },
      { idempotencyKey: `price:${lookup}:${amount}` },
    ));
  await withSystem((tx) =>
    tx.planPrice.update({ where: { lookupKey: lookup }, data: { stripePriceId: price.id } }),
  );
}

/** Payment methods, invoices and cancelling in the portal; changing plan stays ours, where the preview is. */
async function ensurePortal(): Promise<void> {
  const list = await stripeClient().billingPortal.configurations.list({ active: true, limit: 100 });
  const found = list.data.find((configuration) => configuration.metadata?.atrium === PORTAL_NAME);
  const configuration =
    found ??
    (await stripeClient().billingPortal.configurations.create(
      {
        metadata: { atrium: PORTAL_NAME },
        default_return_url: rootUrl("/"),
        features: {
          customer_update: { enabled: true, allowed_updates: ["email", "address", "name"] },
          invoice_history: { enabled: true },
          payment_method_update: { enabled: true },
          subscription_cancel: {
            enabled: true,
            mode: "at_period_end",
            cancellation_reason: {
              enabled: true,
              options: ["too_expensive", "missing_features", "switched_service", "unused", "other"],
            },
          },
          subscription_update: { enabled: false },
        },
      },
      { idempotencyKey: `portal:${PORTAL_NAME}` },
    ));
  await withSystem((tx) =>
    tx.platformSetting.upsert({
      where: { key: PORTAL_SETTING },
      create: { key: PORTAL_SETTING, value: configuration.id },
      update: { value: configuration.id },
    }),
  );
}

async function findOrCreate<T>(find: () => Promise<T>, create: () => Promise<T>): Promise<T> {
  try {
    return await find();
  } catch (error) {
    if (!isMissing(error)) throw error;
    return create();
  }
}
