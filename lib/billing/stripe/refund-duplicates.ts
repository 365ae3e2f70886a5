import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { LIVE_STATUSES } from "@/lib/entitlements/recompute-entitlements";
import { stripeClient } from "@/lib/infra/stripe";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { STRIPE_REQUEST } from "../stripe-actor";
import type { CustomerState, MirroredInvoice, MirroredSubscription } from "./fetch-customer";

/**
 * Cancels and refunds every live subscription but the first: a Checkout that was paid twice must cost once.
 * Idempotency keys make a repeat after a crash harmless. Returns whether anything was done.
 */
export async function refundDuplicates(
  tx: SystemTx,
  accountId: string,
  state: CustomerState,
): Promise<boolean> {
  const live = state.subscriptions.filter((subscription) => LIVE_STATUSES.includes(subscription.status));
  if (live.length < 2) return false;
  const known = await tx.subscription.findFirst({
    where: { accountId, status: { in: LIVE_STATUSES } },
    select: { stripeSubscriptionId: true },
  });
  const [, ...duplicates] = live.sort((a, b) => byAge(a, b, known?.stripeSubscriptionId));
  for (const duplicate of duplicates) {
    const id = duplicate.stripeSubscriptionId;
    await stripeClient().subscriptions.cancel(
      id,
      { invoice_now: false, prorate: false },
      { idempotencyKey: `duplicate:cancel:${id}` },
    );
    const paid = state.invoices.filter(
      (invoice) => invoice.stripeSubscriptionId === id && invoice.amountPaidMinor > 0n,
    );
    for (const invoice of paid) await refund(invoice);
    await recordPlatformEvent(tx, STRIPE_REQUEST, {
      action: "subscription.duplicate_refunded",
      accountId,
      target: { type: "subscription", id, label: duplicate.planType },
      after: { refunded_minor: paid.reduce((sum, invoice) => sum + Number(invoice.amountPaidMinor), 0) },
    });
  }
  return true;
}

/** A credit note with a refund: the money goes back and the books say why. */
async function refund(invoice: MirroredInvoice): Promise<void> {
  const amount = Number(invoice.amountPaidMinor);
  await stripeClient().creditNotes.create(
    { invoice: invoice.stripeInvoiceId, amount, refund_amount: amount, reason: "duplicate" },
    { idempotencyKey: `duplicate:refund:${invoice.stripeInvoiceId}` },
  );
}

/** The one we know already, then the oldest: Stripe counts in seconds, so two may be of the same age. */
function byAge(a: MirroredSubscription, b: MirroredSubscription, known: string | undefined): number {
  const isKnown = (subscription: MirroredSubscription) => Number(subscription.stripeSubscriptionId === known);
  const age = isKnown(b) - isKnown(a) || a.createdAt.getTime() - b.createdAt.getTime();
  return age !== 0 ? age : a.stripeSubscriptionId.localeCompare(b.stripeSubscriptionId);
}
