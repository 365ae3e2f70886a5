import { cardDeclined, invalidRequest } from "../http/errors";
import type { PaymentMethod } from "../state/wire";
import type { World } from "../state/world";
import { createFromToken, tokenCard } from "./cards";

/** Attaches a payment method, or one of Stripe's `pm_card_…` test cards, to a customer. */
export function attachPaymentMethod(world: World, id: string, customer: string): PaymentMethod {
  const method = createFromToken(world, id) ?? world.store.get("payment_method", id);
  if (method.customer && method.customer !== customer) {
    const message =
      "The payment method you provided has already been attached to a customer. Detach it from its " +
      "customer before you attach it to another.";
    throw invalidRequest(message, "payment_method");
  }
  const behaviour = world.store.privateState.cards[method.id];
  // Stripe's card 0341 attaches and is refused later; the others are refused when they are attached.
  if (behaviour?.kind === "declines" && method.card?.last4 !== "0341")
    throw cardDeclined(behaviour.declineCode);
  if (method.customer === customer) return method;
  method.customer = customer;
  world.emit("payment_method.attached", method);
  return method;
}

/**
 * The customer's method with this id; a `pm_card_…` name stands for the newest card made from it.
 * @throws StripeError when the customer has no such method
 */
export function methodOfCustomer(world: World, id: string, customer: string, param: string): PaymentMethod {
  const token = tokenCard(id);
  const method = token
    ? world.store
        .all("payment_method")
        .findLast((other) => other.customer === customer && isCardOf(other, token))
    : world.store.get("payment_method", id, param);
  if (method?.customer === customer) return method;
  const message =
    `The customer does not have a payment method with the ID ${id}. ` +
    "The payment method must be attached to the customer.";
  throw invalidRequest(message, param, "resource_missing");
}

function isCardOf(method: PaymentMethod, { brand, last4 }: { brand: string; last4: string }): boolean {
  return method.card?.brand === brand && method.card.last4 === last4;
}

/** Takes a method away from its customer; nothing is charged to it any more. */
export function detachPaymentMethod(world: World, method: PaymentMethod): PaymentMethod {
  if (!method.customer) {
    const message =
      "The payment method you provided is not attached to a customer so detachment is impossible.";
    throw invalidRequest(message, "payment_method");
  }
  const customer = world.store.find("customer", method.customer);
  if (customer?.invoice_settings?.default_payment_method === method.id) {
    customer.invoice_settings.default_payment_method = null;
  }
  for (const subscription of world.store.all("subscription")) {
    if (subscription.default_payment_method === method.id) subscription.default_payment_method = null;
  }
  world.update(method, "payment_method.detached", () => {
    method.customer = null;
  });
  return method;
}

/** Makes a method the one that is charged: the customer's default and that of the subscriptions that name one. */
export function makeDefault(world: World, method: PaymentMethod): void {
  const customer = world.store.get("customer", method.customer ?? "");
  world.update(customer, "customer.updated", () => {
    customer.invoice_settings.default_payment_method = method.id;
  });
  for (const subscription of world.store.all("subscription")) {
    if (subscription.customer !== customer.id || !subscription.default_payment_method) continue;
    world.update(subscription, "customer.subscription.updated", () => {
      subscription.default_payment_method = method.id;
    });
  }
}
