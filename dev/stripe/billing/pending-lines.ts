import type { Subscription } from "../state/wire";
import type { World } from "../state/world";
import type { LineDraft } from "./invoice-lines";

/** Lines of prorations that no invoice has taken yet. */
export function pendingLines(world: World, subscription: Subscription): LineDraft[] {
  return pendingItems(world, subscription).flatMap((item) => {
    const price = world.store.find("price", item.pricing?.price_details?.price);
    if (!price) return [];
    return [
      {
        amount: item.amount,
        description: item.description ?? "",
        price,
        quantity: item.quantity,
        start: item.period.start,
        end: item.period.end,
        subscription: subscription.id,
        item: item.parent?.subscription_details?.subscription_item ?? "",
        proration: item.proration,
        invoiceItem: item.id,
      },
    ];
  });
}

function pendingItems(world: World, subscription: Subscription) {
  return world.store
    .all("invoiceitem")
    .filter(
      (item) => item.invoice === null && item.parent?.subscription_details?.subscription === subscription.id,
    );
}
