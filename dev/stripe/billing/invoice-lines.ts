import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Invoice, InvoiceLine, Price, SubscriptionItem } from "../state/wire";
import type { World } from "../state/world";
import { amountOf, formatAmount, formatDay } from "./amounts";
import { usageOf } from "./meters";

/** A line before it has an invoice; pending prorations wait in this form. */
export type LineDraft = {
  amount: number;
  description: string;
  price: Price | null;
  quantity: number;
  start: number;
  end: number;
  subscription: string | null;
  item: string | null;
  proration: boolean;
  invoiceItem: string | null;
};

/** What a subscription's items cost for their current period; metered items for the period before. */
export function periodLines(
  world: World,
  customer: string,
  items: SubscriptionItem[],
  endedPeriodStart: number | null,
): LineDraft[] {
  return items.flatMap((item) => {
    const { price } = item;
    const name = productName(world, price);
    const common = {
      price,
      subscription: item.subscription,
      item: item.id,
      proration: false,
      invoiceItem: null,
    };
    if (price.recurring?.usage_type === "metered") {
      if (endedPeriodStart === null) return [];
      const period = { start: endedPeriodStart, end: item.current_period_start };
      const quantity = usageOf(world, price.recurring.meter, customer, period.start, period.end);
      const description = `${quantity} × ${name}`;
      return [{ ...common, ...period, quantity, description, amount: amountOf(price, quantity) }];
    }
    const quantity = item.quantity ?? 1;
    const each = formatAmount(amountOf(price, 1), price.currency);
    return [
      {
        ...common,
        quantity,
        amount: amountOf(price, quantity),
        description: `${quantity} × ${name} (at ${each} / ${price.recurring?.interval ?? "once"})`,
        start: item.current_period_start,
        end: item.current_period_end,
      },
    ];
  });
}

/** Credit for the unused rest of an item and charge for what replaces it, by the second. */
export function prorationLines(
  world: World,
  item: SubscriptionItem,
  next: { price: Price; quantity: number } | null,
  at: number,
): LineDraft[] {
  if (item.price.recurring?.usage_type === "metered") return [];
  const { current_period_start: start, current_period_end: end } = item;
  const share = Math.max(0, Math.min(1, (end - at) / (end - start)));
  const common = {
    start: at,
    end,
    subscription: item.subscription,
    item: item.id,
    proration: true,
    invoiceItem: null,
  };
  const quantity = item.quantity ?? 1;
  const credit: LineDraft = {
    ...common,
    quantity,
    price: item.price,
    amount: -Math.round(amountOf(item.price, quantity) * share),
    description: `Unused time on ${productName(world, item.price)} after ${formatDay(at)}`,
  };
  if (!next) return [credit];
  const charge: LineDraft = {
    ...common,
    ...next,
    amount: Math.round(amountOf(next.price, next.quantity) * share),
    description: `Remaining time on ${productName(world, next.price)} after ${formatDay(at)}`,
  };
  return [credit, charge];
}

/** The wire form of a line. */
export function toLine(invoice: Invoice, draft: LineDraft): InvoiceLine {
  const { proration, subscription, item, invoiceItem, price, quantity } = draft;
  const details = { proration, proration_details: { credited_items: null }, subscription };
  return make("line_item", {
    id: newId("il"),
    amount: draft.amount,
    currency: invoice.currency,
    description: draft.description,
    discountable: !proration,
    discount_amounts: [],
    discounts: [],
    invoice: invoice.id,
    metadata: {},
    parent: invoiceItem
      ? {
          type: "invoice_item_details",
          invoice_item_details: { ...details, invoice_item: invoiceItem },
          subscription_item_details: null,
        }
      : {
          type: "subscription_item_details",
          invoice_item_details: null,
          subscription_item_details: { ...details, invoice_item: null, subscription_item: item ?? "" },
        },
    period: { start: draft.start, end: draft.end },
    pretax_credit_amounts: [],
    pricing: price && {
      type: "price_details",
      price_details: { price: price.id, product: price.product },
      unit_amount_decimal: price.unit_amount_decimal,
    },
    quantity,
    quantity_decimal: String(quantity),
    subscription,
    subtotal: draft.amount,
    taxes: [],
  });
}

export function productName(world: World, price: Price): string {
  return world.store.find("product", price.product)?.name ?? price.product;
}
