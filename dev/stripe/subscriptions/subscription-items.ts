import { intervalOf, periodEnd } from "../billing/periods";
import { invalidRequest } from "../http/errors";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Price, Subscription, SubscriptionItem } from "../state/wire";
import type { World } from "../state/world";

type Period = { start: number; end: number };

/** The recurring, active price a subscription can be made of. */
export function recurringPrice(world: World, id: string, param: string): Price {
  const price = world.store.get("price", id, param);
  if (!price.recurring) {
    const message =
      "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.";
    throw invalidRequest(message, param);
  }
  if (!price.active) {
    const message = `The price specified is inactive. This field only accepts active prices.`;
    throw invalidRequest(message, param);
  }
  return price;
}

export function createItem(
  world: World,
  subscription: { id: string; customer: string },
  price: Price,
  quantity: number,
  period: Period,
): SubscriptionItem {
  return make("subscription_item", {
    id: newId("si", 14),
    created: world.now(subscription.customer),
    current_period_start: period.start,
    current_period_end: period.end,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price: structuredClone(price),
    ...(price.recurring?.usage_type === "metered" ? {} : { quantity }),
    subscription: subscription.id,
    tax_rates: [],
  });
}

/** Moves an item to another price, keeping its period. */
export function setItemPrice(item: SubscriptionItem, price: Price, quantity: number): void {
  item.price = structuredClone(price);
  item.plan = planOf(price);
  if (price.recurring?.usage_type === "metered") delete item.quantity;
  else item.quantity = quantity;
}

/** Starts a new period on every item. */
export function startPeriod(subscription: Subscription, start: number): void {
  for (const item of subscription.items.data) {
    item.current_period_start = start;
    item.current_period_end = periodEnd(start, intervalOf(item.price), subscription.billing_cycle_anchor);
  }
}

/** When the subscription is billed next: the earliest end of its items' periods. */
export function nextBilling(subscription: Subscription): number {
  return Math.min(...subscription.items.data.map((item) => item.current_period_end));
}

function planOf(price: Price): SubscriptionItem["plan"] {
  return make("plan", {
    id: price.id,
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: price.recurring?.interval ?? "month",
    interval_count: price.recurring?.interval_count ?? 1,
    metadata: price.metadata,
    meter: price.recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    usage_type: price.recurring?.usage_type ?? "licensed",
  });
}
