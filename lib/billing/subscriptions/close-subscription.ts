import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { LIVE_STATUSES } from "@/lib/entitlements/recompute-entitlements";
import { stripeClient } from "@/lib/infra/stripe";
import { withBillingLock } from "../stripe/billing-lock";
import { callStripe } from "../stripe/call-stripe";
import { syncAccount } from "../stripe/sync-account";
import { STRIPE_REQUEST } from "../stripe-actor";

/**
 * Cancels at once what an account still pays for when it has no tenant any more. Nothing happens when it has one, or
 * no live subscription; safe to repeat. Calls Stripe.
 * @throws DomainError upstream_failed; NotFoundError
 */
export async function closeSubscription(accountId: string): Promise<void> {
  await withBillingLock(accountId, async (tx, account) => {
    if ((await tx.tenant.count({ where: { accountId, status: { not: "erased" } } })) > 0) return;
    const live = await tx.subscription.findMany({ where: { accountId, status: { in: [...LIVE_STATUSES] } } });
    for (const { id, stripeSubscriptionId, planType } of live) {
      await callStripe(() => stripeClient().subscriptions.cancel(stripeSubscriptionId));
      await recordPlatformEvent(tx, STRIPE_REQUEST, {
        action: "subscription.closed",
        accountId,
        target: { type: "subscription", id, label: planType },
      });
    }
    if (live.length > 0) await syncAccount(tx, account);
  });
}
