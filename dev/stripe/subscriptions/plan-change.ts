import { amountOf } from "../billing/amounts";
import { type LineDraft, prorationLines } from "../billing/invoice-lines";
import { intervalOf } from "../billing/periods";
import { invalidRequest, missingParameter, resourceMissing } from "../http/errors";
import type { Price, Subscription, SubscriptionItem } from "../state/wire";
import type { World } from "../state/world";
import { createItem, nextBilling, recurringPrice, setItemPrice, startPeriod } from "./subscription-items";

type ItemInput = { id?: string; price?: string; quantity?: number; deleted?: boolean };

type Change = {
  /** Item that is replaced, changed or removed; null for a new one. */
  item: SubscriptionItem | null;
  price: Price | null;
  quantity: number;
};

/** What a change of items does: pending lines, and whether a new billing period starts at once. */
export type PlanChange = { changes: Change[]; restartsPeriod: boolean };

/** Reads `items` of an update or a preview against the subscription. */
export function readPlanChange(
  world: World,
  subscription: Subscription,
  items: readonly ItemInput[],
): PlanChange {
  const changes = items.map((input, index) => readChange(world, subscription, input, index));
  const kept = subscription.items.data.length - changes.filter(({ item, price }) => item && !price).length;
  if (kept + changes.filter(({ item }) => !item).length < 1) {
    throw invalidRequest("A subscription must have at least one active item.", "items");
  }
  return { changes, restartsPeriod: changes.some(restarts) };
}

/** Credits and charges for the rest of the current period. */
export function linesOfChange(world: World, plan: PlanChange, at: number): LineDraft[] {
  return plan.changes.flatMap(({ item, price, quantity }) => {
    if (!item || (price && isSame(item, price, quantity))) return [];
    const lines = prorationLines(world, item, price && { price, quantity }, at);
    // A new period is charged in full, so only the credit for the old one remains.
    return plan.restartsPeriod ? lines.slice(0, 1) : lines;
  });
}

/** Applies the change to the subscription's items. */
export function applyPlanChange(
  world: World,
  subscription: Subscription,
  plan: PlanChange,
  at: number,
): void {
  const end = nextBilling(subscription);
  for (const { item, price, quantity } of plan.changes) {
    if (!item && price) {
      const period = { start: at, end };
      subscription.items.data.push(createItem(world, subscription, price, quantity, period));
    } else if (item && price) {
      setItemPrice(item, price, quantity);
    } else {
      subscription.items.data = subscription.items.data.filter((other) => other !== item);
    }
  }
  if (!plan.restartsPeriod) return;
  subscription.billing_cycle_anchor = at;
  startPeriod(subscription, at);
}

function readChange(world: World, subscription: Subscription, input: ItemInput, index: number): Change {
  const item = input.id ? subscription.items.data.find(({ id }) => id === input.id) : null;
  if (item === undefined) throw resourceMissing("subscription_item", input.id ?? "", `items[${index}][id]`);
  if (input.deleted) return { item, price: null, quantity: 0 };
  const quantity = input.quantity ?? item?.quantity ?? 1;
  if (input.price) {
    const price = recurringPrice(world, input.price, `items[${index}][price]`);
    if (price.currency !== subscription.currency) {
      const message = `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${subscription.currency}\`.`;
      throw invalidRequest(message, `items[${index}][price]`);
    }
    if (!item) refuseDuplicate(subscription, price, index);
    return { item, price, quantity };
  }
  if (!item) throw missingParameter(`items[${index}][price]`);
  return { item, price: item.price, quantity };
}

function refuseDuplicate(subscription: Subscription, price: Price, index: number): void {
  if (!subscription.items.data.some((item) => item.price.id === price.id)) return;
  const message = `Cannot add multiple subscription items with the same plan: ${price.id}`;
  throw invalidRequest(message, `items[${index}][price]`);
}

/** Another interval, or from free to paid, starts a new period and is billed at once. */
function restarts({ item, price }: Change): boolean {
  if (!item || !price) return false;
  const before = intervalOf(item.price);
  const after = intervalOf(price);
  const interval = before.interval !== after.interval || before.interval_count !== after.interval_count;
  return interval || (amountOf(item.price, 1) === 0 && amountOf(price, 1) > 0);
}

function isSame(item: SubscriptionItem, price: Price, quantity: number): boolean {
  return item.price.id === price.id && item.quantity === quantity;
}
