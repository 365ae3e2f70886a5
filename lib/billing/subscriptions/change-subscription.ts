import "server-only";
import type Stripe from "stripe";
import type * as z from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, DomainError } from "@/lib/core/errors";
import { stripeClient } from "@/lib/infra/stripe";
import { presentSubscription } from "../present-subscription";
import { changeInput, type SubscriptionDto } from "../schema";
import { withBillingLock } from "../stripe/billing-lock";
import { callStripe } from "../stripe/call-stripe";
import { idOf, KEEP_PLAN, KEEP_UNTIL } from "../stripe/fetch-customer";
import { syncAccount } from "../stripe/sync-account";
import { getLive } from "./find-live";
import { type ChangeKind, kindOfChange } from "./plan-change";
import { stripePriceId } from "./stripe-price-id";

const MAX_PREVIEW_AGE_S = 3_600;

/**
 * Moves a subscription to another plan or interval: a larger one now, paid at once with proration; a smaller one
 * from the next period on. Asking for the present plan withdraws a downgrade that waits.
 * @throws DomainError permission_denied, step_up_required, not_found, upstream_failed; ConflictError subscription_ended, unchanged,
 *   change_scheduled, cancel_scheduled, payment_due, payment_method_missing, preview_expired, card_declined
 */
export async function changeSubscription(
  ctx: TenantContext,
  input: { id: string } & z.input<typeof changeInput>,
): Promise<SubscriptionDto> {
  ctx.authorize("billing:manage");
  assertRecent(ctx.actor);
  const { id, ...rest } = input;
  const { proration_date: prorationDate, ...target } = changeInput.parse(rest);
  assertFresh(prorationDate);
  return withBillingLock(ctx.tenant.accountId, async (tx, account) => {
    const row = await getLive(tx, account.id, id);
    const price = await stripePriceId(target);
    const kind = kindOfChange(row, target);
    const current = await callStripe(() =>
      stripeClient().subscriptions.retrieve(row.stripeSubscriptionId, { expand: ["customer"] }),
    );
    assertPaymentMethod(current);
    const params = updateOf(kind, current, { price, planType: row.planType, prorationDate });
    await callStripe(() => stripeClient().subscriptions.update(current.id, params));
    await syncAccount(tx, account);
    const after = await tx.subscription.findUniqueOrThrow({ where: { id } });
    await recordEvent(tx, ctx, {
      action: "subscription.change_requested",
      target: { type: "subscription", id, label: target.plan },
      before: { plan: row.planType, interval: row.billingInterval },
      after: { ...target, effective: kind },
    });
    return presentSubscription(after);
  });
}

function assertFresh(prorationDate: number | undefined): void {
  if (prorationDate === undefined) return;
  const age = Date.now() / 1000 - prorationDate;
  if (age >= -60 && age <= MAX_PREVIEW_AGE_S) return;
  throw new ConflictError("This preview is too old. Look at the new one and confirm it.", {
    reason: "preview_expired",
  });
}

function assertPaymentMethod(subscription: Stripe.Subscription): void {
  const { customer } = subscription;
  const fallback =
    typeof customer === "object" && !customer.deleted
      ? customer.invoice_settings.default_payment_method
      : null;
  if (idOf(subscription.default_payment_method) ?? idOf(fallback)) return;
  throw new ConflictError("Add a payment method first.", { reason: "payment_method_missing" });
}

type Change = { price: string; planType: string; prorationDate: number | undefined };

/** The price changes at once in either case; what was paid for is kept by metadata until the period ends. */
function updateOf(
  kind: ChangeKind,
  subscription: Stripe.Subscription,
  { price, planType, prorationDate }: Change,
): Stripe.SubscriptionUpdateParams {
  const item = subscription.items.data[0];
  if (!item) throw new DomainError("upstream_failed", "The subscription has no item.");
  const items = [{ id: item.id, price }];
  switch (kind) {
    case "now":
      return {
        items,
        proration_behavior: "always_invoice",
        payment_behavior: "error_if_incomplete",
        ...(prorationDate !== undefined && { proration_date: prorationDate }),
      };
    case "period_end":
      return {
        items,
        proration_behavior: "none",
        metadata: { [KEEP_PLAN]: planType, [KEEP_UNTIL]: String(item.current_period_end) },
      };
    case "withdraw":
      return { items, proration_behavior: "none", metadata: { [KEEP_PLAN]: "", [KEEP_UNTIL]: "" } };
    default:
      return kind satisfies never;
  }
}
