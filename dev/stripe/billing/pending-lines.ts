import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Objects, Price, Subscription } from "../state/wire";
import type { World } from "../state/world";
import type { LineDraft } from "./invoice-lines";

type InvoiceItem = Objects["invoiceitem"];

type NewItem = {
  customer: string;
  currency: string;
  amount: number;
  description: string | null;
  quantity: number;
  period: { start: number; end: number };
  price: Price | null;
  proration: boolean;
  subscription: { id: string; item: string | null } | null;
  metadata?: Record<string, string>;
};

/** Keeps an amount for the customer's next invoice. */
export function addInvoiceItem(world: World, item: NewItem): InvoiceItem {
  const { price, subscription } = item;
  const made = make("invoiceitem", {
    id: newId("ii"),
    amount: item.amount,
    currency: item.currency,
    customer: item.customer,
    date: world.now(item.customer),
    description: item.description,
    discountable: !item.proration,
    discounts: [],
    metadata: item.metadata ?? {},
    parent: subscription && {
      type: "subscription_details",
      subscription_details: {
        subscription: subscription.id,
        ...(subscription.item && { subscription_item: subscription.item }),
      },
    },
    period: item.period,
    pricing: price && {
      type: "price_details",
      price_details: { price: price.id, product: price.product },
      unit_amount_decimal: price.unit_amount_decimal,
    },
    proration: item.proration,
    quantity: item.quantity,
    quantity_decimal: String(item.quantity),
    tax_rates: [],
    test_clock: world.store.find("customer", item.customer)?.test_clock ?? null,
  });
  world.store.insert("invoiceitem", made);
  world.emit("invoiceitem.created", made);
  return made;
}

/** Keeps a proration for the subscription's next invoice. */
export function addPendingLine(world: World, subscription: Subscription, line: LineDraft): void {
  addInvoiceItem(world, {
    customer: subscription.customer,
    currency: subscription.currency,
    amount: line.amount,
    description: line.description,
    quantity: line.quantity,
    period: { start: line.start, end: line.end },
    price: line.price,
    proration: true,
    subscription: { id: subscription.id, item: line.item },
  });
}

/** Lines that no invoice has taken yet: the subscription's, and the customer's that belong to none. */
export function pendingLines(world: World, customer: string, subscription: string | null): LineDraft[] {
  return world.store
    .all("invoiceitem")
    .filter((item) => item.invoice === null && item.customer === customer)
    .filter((item) => [null, subscription].includes(item.parent?.subscription_details?.subscription ?? null))
    .map((item) => lineOf(world, item));
}

/** The line an item becomes on its invoice. */
export function lineOf(world: World, item: InvoiceItem): LineDraft {
  return {
    amount: item.amount,
    description: item.description ?? "",
    price: world.store.find("price", item.pricing?.price_details?.price) ?? null,
    quantity: item.quantity,
    start: item.period.start,
    end: item.period.end,
    subscription: item.parent?.subscription_details?.subscription ?? null,
    item: item.parent?.subscription_details?.subscription_item ?? null,
    proration: item.proration,
    invoiceItem: item.id,
  };
}
