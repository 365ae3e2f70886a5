import { ensureStripeCustomer } from "@/lib/billing/ensure-stripe-customer";
import { withBillingLock } from "@/lib/billing/stripe/billing-lock";
import { syncAccount } from "@/lib/billing/stripe/sync-account";
import { stripePriceId } from "@/lib/billing/subscriptions/stripe-price-id";
import { newId } from "@/lib/core/ids";
import { grantsOf, PLANS, type PlanKey } from "@/lib/entitlements/catalogue";
import { recomputeEntitlements } from "@/lib/entitlements/recompute-entitlements";
import { env } from "@/lib/infra/env";
import { stripeClient } from "@/lib/infra/stripe";
import { withSystem } from "@/lib/tenancy/with-system";

type PaidPlan = Exclude<PlanKey, "free">;

/** Whether the Stripe simulator answers. The real Stripe gets no example data. */
export async function hasSimulator(): Promise<boolean> {
  const base = env().STRIPE_API_BASE;
  if (!base) return false;
  return fetch(base, { signal: AbortSignal.timeout(2_000) }).then(
    () => true,
    () => false,
  );
}

/** Gives an account a paid plan: a subscription at the simulator, or the plan's rows as overrides without one. */
export async function ensurePlan(accountId: string, plan: PaidPlan): Promise<void> {
  if (!(await hasSimulator())) return overridePlan(accountId, plan);
  const account = await withSystem((tx) => tx.account.findUniqueOrThrow({ where: { id: accountId } }));
  if (account.planKey === plan) return;
  const customer = await ensureStripeCustomer(accountId);
  const stripe = stripeClient();
  const card = await stripe.paymentMethods.attach("pm_card_visa", { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: card.id } });
  await stripe.subscriptions.create({
    customer,
    items: [{ price: await stripePriceId({ plan, interval: "month" }) }],
    metadata: { account_id: accountId },
  });
  await withBillingLock(accountId, (tx, locked) => syncAccount(tx, locked));
}

async function overridePlan(accountId: string, plan: PaidPlan): Promise<void> {
  await withSystem(async (tx) => {
    for (const { feature, enabled, limit, level } of grantsOf(PLANS[plan])) {
      const values = {
        enabled,
        level,
        limitValue: limit === null ? null : BigInt(limit),
        reason: "Example data",
      };
      await tx.accountOverride.upsert({
        where: { accountId_feature: { accountId, feature } },
        create: { id: newId(), accountId, feature, ...values },
        update: values,
      });
    }
    await recomputeEntitlements(tx, accountId);
  });
}
