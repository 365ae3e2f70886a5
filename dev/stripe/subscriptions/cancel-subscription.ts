import { prorationLines } from "../billing/invoice-lines";
import { resourceMissing } from "../http/errors";
import type { Subscription } from "../state/wire";
import type { World } from "../state/world";

type Reason = "cancellation_requested" | "payment_failed";

/** Ends a subscription at once. With `prorate` the unused rest becomes credit of the customer. */
export function cancelSubscription(
  world: World,
  subscription: Subscription,
  options: { prorate?: boolean; reason: Reason },
): Subscription {
  if (subscription.status === "canceled") throw resourceMissing("subscription", subscription.id);
  const now = world.now(subscription.customer);
  if (options.prorate) {
    const customer = world.store.get("customer", subscription.customer);
    for (const item of subscription.items.data) {
      for (const line of prorationLines(world, item, null, now)) customer.balance += line.amount;
    }
  }
  subscription.status = "canceled";
  subscription.canceled_at ??= now;
  subscription.ended_at = now;
  if (subscription.cancellation_details) subscription.cancellation_details.reason ??= options.reason;
  world.emit("customer.subscription.deleted", subscription);
  return subscription;
}
