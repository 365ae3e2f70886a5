import { declineMessage } from "../http/errors";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Invoice, Objects, PaymentMethod } from "../state/wire";
import type { World } from "../state/world";
import { subscriptionOf } from "./invoices";
import { days } from "./periods";

/** Days from one failed attempt to the next; after the last one the subscription ends. */
const RETRY_DAYS = [3, 5, 7];

type Attempt = {
  /** A person at the page pays; cards that refuse later payments accept this one. */
  present: boolean;
  paymentMethod?: PaymentMethod;
};

/** The method an invoice is charged to: its own, the subscription's, then the customer's default. */
export function paymentMethodOf(world: World, invoice: Invoice): PaymentMethod | undefined {
  const { store } = world;
  const customer = store.find("customer", invoice.customer);
  const candidates = [
    invoice.default_payment_method,
    subscriptionOf(world, invoice)?.default_payment_method,
    customer?.invoice_settings?.default_payment_method,
  ];
  const id = candidates.find((candidate) => candidate && store.find("payment_method", candidate)?.customer);
  return store.find("payment_method", id);
}

/** The bank's refusal of a payment with this card, or null. Uses up a refusal that was ordered for the customer. */
export function bankRefusal(world: World, paymentMethod: PaymentMethod, present: boolean): string | null {
  const { cards, forcedDeclines } = world.store.privateState;
  const forced = forcedDeclines[paymentMethod.customer ?? ""]?.shift();
  if (forced) return forced;
  const behaviour = cards[paymentMethod.id];
  if (behaviour?.kind === "declines") return behaviour.declineCode;
  return behaviour?.kind === "fails_later" && !present ? "generic_decline" : null;
}

/**
 * Tries to collect an open invoice and updates it; emits what Stripe emits.
 * @returns the decline code when the payment failed
 */
export function collect(world: World, invoice: Invoice, attempt: Attempt): string | null {
  invoice.attempted = true;
  if (invoice.amount_remaining === 0) return markPaid(world, invoice);
  invoice.attempt_count += 1;
  const method = attempt.paymentMethod ?? paymentMethodOf(world, invoice);
  const refusal = method ? bankRefusal(world, method, attempt.present) : "no_payment_method";
  const payment = invoicePayment(world, invoice);
  const intent = world.store.get("payment_intent", payment.payment.payment_intent ?? "");
  intent.payment_method = method?.id ?? null;
  if (refusal) {
    failIntent(world, intent, refusal, method);
    failInvoice(world, invoice);
    return refusal;
  }
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  world.emit("payment_intent.succeeded", intent);
  payment.status = "paid";
  payment.amount_paid = invoice.amount_remaining;
  payment.status_transitions.paid_at = world.now(invoice.customer);
  invoice.amount_paid = invoice.amount_due;
  markPaid(world, invoice);
  world.emit("invoice_payment.paid", payment);
  return null;
}

/** Closes an invoice as paid. */
export function markPaid(world: World, invoice: Invoice): null {
  invoice.status = "paid";
  invoice.amount_remaining = 0;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.paid_at = world.now(invoice.customer);
  const customer = world.store.find("customer", invoice.customer);
  if (customer) customer.delinquent = false;
  world.emit("invoice.paid", invoice);
  world.emit("invoice.payment_succeeded", invoice);
  return null;
}

/** The payment of an invoice with its intent, made on first use. */
export function invoicePayment(world: World, invoice: Invoice): Objects["invoice_payment"] {
  const existing = world.store.all("invoice_payment").find((payment) => payment.invoice === invoice.id);
  if (existing) return existing;
  const intent = createIntent(world, invoice);
  return world.store.insert(
    "invoice_payment",
    make("invoice_payment", {
      id: newId("inpay"),
      amount_requested: invoice.amount_remaining,
      created: world.now(invoice.customer),
      currency: invoice.currency,
      invoice: invoice.id,
      is_default: true,
      payment: { type: "payment_intent", payment_intent: intent.id },
      status: "open",
      status_transitions: { canceled_at: null, paid_at: null },
    }),
  );
}

function createIntent(world: World, invoice: Invoice): Objects["payment_intent"] {
  const id = newId("pi");
  const intent = make("payment_intent", {
    id,
    amount: invoice.amount_remaining,
    amount_capturable: 0,
    amount_received: 0,
    capture_method: "automatic",
    client_secret: `${id}_secret_${newId("sim")}`,
    confirmation_method: "automatic",
    created: world.now(invoice.customer),
    currency: invoice.currency,
    customer: invoice.customer,
    description: "Subscription payment",
    metadata: {},
    payment_method_types: ["card"],
    setup_future_usage: "off_session",
    status: "requires_payment_method",
  });
  world.store.insert("payment_intent", intent);
  world.emit("payment_intent.created", intent);
  return intent;
}

function failIntent(
  world: World,
  intent: Objects["payment_intent"],
  declineCode: string,
  method: PaymentMethod | undefined,
): void {
  intent.status = "requires_payment_method";
  intent.payment_method = null;
  intent.last_payment_error = {
    type: "card_error",
    code: "card_declined",
    decline_code: declineCode,
    message: declineMessage(declineCode),
    ...(method && { payment_method: structuredClone(method) }),
  };
  world.emit("payment_intent.payment_failed", intent);
}

function failInvoice(world: World, invoice: Invoice): void {
  const retryDays = RETRY_DAYS[invoice.attempt_count - 1];
  const renewal = invoice.billing_reason !== "subscription_create";
  invoice.next_payment_attempt =
    renewal && retryDays !== undefined ? world.now(invoice.customer) + days(retryDays) : null;
  const customer = world.store.find("customer", invoice.customer);
  if (customer && renewal) customer.delinquent = true;
  world.emit("invoice.payment_failed", invoice);
}
