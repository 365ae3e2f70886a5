import { StripeError } from "../http/errors";
import type { Subscription } from "../state/wire";
import type { World } from "../state/world";
import { endPeriod } from "./advance-time";
import { nextBilling } from "./subscription-items";

/** Makes the bank refuse the customer's next payments. */
export function declineNext(world: World, customer: string, code: string, times: number): void {
  const { forcedDeclines } = world.store.privateState;
  forcedDeclines[customer] = [...(forcedDeclines[customer] ?? []), ...Array<string>(times).fill(code)];
}

/** Lets the current period end now: moves it into the past by what is left of it, then renews. */
export function endPeriodNow(world: World, subscription: Subscription): Subscription {
  if (subscription.status === "canceled")
    throw new StripeError(400, "invalid_request_error", "It has ended.");
  const left = nextBilling(subscription) - world.now(subscription.customer);
  for (const item of subscription.items.data) {
    item.current_period_start -= left;
    item.current_period_end -= left;
  }
  subscription.billing_cycle_anchor -= left;
  if (subscription.cancel_at !== null) subscription.cancel_at -= left;
  if (subscription.trial_end !== null) subscription.trial_end -= left;
  endPeriod(world, subscription);
  return subscription;
}
