import { createCard, type NewCard } from "../billing/cards";
import { bankRefusal } from "../billing/payments";
import { cardDeclined, invalidRequest } from "../http/errors";
import { detailsOf } from "../resources/checkout-sessions";
import { createCustomer } from "../resources/customers";
import { createSetupIntent, succeedSetupIntent } from "../resources/payment-methods";
import type { CheckoutSession, PaymentMethod } from "../state/wire";
import type { World } from "../state/world";
import { createSubscription } from "./create-subscription";

/**
 * Pays an open session with a card. Nothing is left behind when the bank refuses, so the person can try again.
 * @throws StripeError card_error, or invalid_request_error when the session is not open any more
 */
export function completeCheckout(world: World, session: CheckoutSession, card: NewCard): void {
  if (session.status !== "open") throw invalidRequest("This Checkout Session is no longer open.");
  const method = createCard(world, card, session.customer);
  const refusal = bankRefusal(world, method, true);
  if (refusal) {
    world.store.tables.payment_method.delete(method.id);
    delete world.store.privateState.cards[method.id];
    throw cardDeclined(refusal);
  }
  const customer = customerOf(world, session, card);
  session.customer = customer;
  method.customer = customer;
  world.emit("payment_method.attached", method);
  if (session.mode === "setup") setUp(world, session, customer, method);
  else subscribe(world, session, customer, method);
  session.customer_details = detailsOf(card.email, card.name);
  if (session.customer_details) session.customer_details.address = method.billing_details.address;
  session.collected_information = { business_name: null, individual_name: null, shipping_details: null };
  session.status = "complete";
  session.url = null;
  world.emit("checkout.session.completed", session);
}

function customerOf(world: World, session: CheckoutSession, card: NewCard): string {
  if (session.customer) {
    const customer = world.store.get("customer", session.customer);
    if (!customer.email && card.email) customer.email = card.email;
    return customer.id;
  }
  return createCustomer(world, {
    ...(card.email && { email: card.email }),
    ...(card.name && { name: card.name }),
  }).id;
}

function subscribe(world: World, session: CheckoutSession, customer: string, method: PaymentMethod): void {
  const details = world.store.privateState.checkouts[session.id];
  const items = (details?.items ?? []).map(({ price, quantity }) => ({
    ...(price && { price: price.id }),
    ...(quantity !== null && { quantity }),
  }));
  const subscription = createSubscription(world, {
    customer,
    items,
    default_payment_method: method.id,
    present: true,
    ...details?.subscriptionData,
  });
  session.subscription = subscription.id;
  session.invoice = subscription.latest_invoice;
  session.payment_status = session.amount_total ? "paid" : "no_payment_required";
}

function setUp(world: World, session: CheckoutSession, customer: string, method: PaymentMethod): void {
  const metadata = world.store.privateState.checkouts[session.id]?.setupMetadata ?? {};
  const intent = createSetupIntent(world, customer, metadata);
  succeedSetupIntent(world, intent, method.id);
  session.setup_intent = intent.id;
}
