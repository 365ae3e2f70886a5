import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { applyBilling } from "../apply-billing";
import type { LockedAccount } from "./billing-lock";
import { callStripe } from "./call-stripe";
import { fetchCustomer } from "./fetch-customer";
import { refundDuplicates } from "./refund-duplicates";
import { writeMirror } from "./write-mirror";

/**
 * Brings an account in line with Stripe: fetches its customer, upserts the mirror, derives state and entitlements,
 * and marks the events that had arrived before as handled. To be called inside withBillingLock().
 * Side effects: mails and platform events for what changed; a second live subscription is cancelled and refunded.
 * Returns how many mirror rows were wrong.
 */
export async function syncAccount(tx: SystemTx, account: LockedAccount, now = new Date()): Promise<number> {
  const { stripeCustomerId } = account;
  if (!stripeCustomerId) {
    await applyBilling(tx, account.id, now);
    return 0;
  }
  // Events that are in the inbox now happened before the fetch, so the fetch covers them.
  const covered = await tx.stripeEvent.findMany({
    where: { stripeCustomerId, handledAt: null },
    select: { id: true },
  });
  const state = await callStripe(async () => {
    const first = await fetchCustomer(stripeCustomerId);
    return (await refundDuplicates(tx, account.id, first)) ? fetchCustomer(stripeCustomerId) : first;
  });
  const drift = await writeMirror(tx, account.id, state);
  await settleCheckouts(tx, account.id, state.subscriptions.length > 0);
  await applyBilling(tx, account.id, now);
  await tx.stripeEvent.updateMany({
    where: { id: { in: covered.map((event) => event.id) } },
    data: { handledAt: new Date(), lastError: null },
  });
  return drift;
}

/** An open Checkout is over once the account has a live subscription: whatever it was, it must not be paid again. */
async function settleCheckouts(tx: SystemTx, accountId: string, hasSubscriptions: boolean): Promise<void> {
  if (!hasSubscriptions) return;
  const live = await tx.subscription.findFirst({
    where: { accountId, status: { in: ["active", "trialing", "past_due", "unpaid", "paused"] } },
    select: { id: true },
  });
  if (!live) return;
  await tx.checkoutSession.updateMany({
    where: { accountId, status: "open" },
    data: { status: "complete", url: null },
  });
}
