import type Stripe from "stripe";
import { invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { list, make } from "../state/objects";
import type { Invoice, Objects, Wire } from "../state/wire";
import type { World } from "../state/world";

type Refund = Objects["refund"];
type CreditNote = Objects["credit_note"];

export const refundRoutes: Route[] = [
  route<Stripe.RefundCreateParams>("POST /v1/refunds", createRefund),
  route<Stripe.RefundListParams>("GET /v1/refunds", (world, params) => {
    const found = world.store
      .all("refund")
      .filter((refund) => !params.payment_intent || refund.payment_intent === params.payment_intent);
    return page(found, params, "/v1/refunds");
  }),
  route("GET /v1/refunds/:id", (world, _params, id) => world.store.get("refund", id)),
  route<Stripe.CreditNoteCreateParams>("POST /v1/credit_notes", createCreditNote),
  route<Stripe.CreditNoteListParams>("GET /v1/credit_notes", (world, params) => {
    const found = world.store
      .all("credit_note")
      .filter((note) => !params.invoice || note.invoice === params.invoice)
      .filter((note) => !params.customer || note.customer === params.customer);
    return page(found, params, "/v1/credit_notes");
  }),
  route("GET /v1/credit_notes/:id", (world, _params, id) => world.store.get("credit_note", id)),
];

function createRefund(world: World, params: Wire<Stripe.RefundCreateParams>): Refund {
  if (!params.payment_intent) throw missingParameter("payment_intent");
  const intent = world.store.get("payment_intent", params.payment_intent, "payment_intent");
  if (intent.status !== "succeeded") {
    throw invalidRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  }
  const refunded = world.store
    .all("refund")
    .filter((refund) => refund.payment_intent === intent.id)
    .reduce((sum, refund) => sum + refund.amount, 0);
  const left = intent.amount_received - refunded;
  if (left === 0)
    throw invalidRequest(`Charge has already been refunded.`, undefined, "charge_already_refunded");
  const amount = params.amount ?? left;
  if (amount > left) {
    const message = `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`;
    throw invalidRequest(message, "amount");
  }
  const refund = make("refund", {
    id: newId("re"),
    amount,
    created: world.now(intent.customer),
    currency: intent.currency,
    customer: intent.customer,
    metadata: mergeMetadata(null, params.metadata),
    payment_intent: intent.id,
    payment_method: intent.payment_method,
    reason: params.reason ?? null,
    status: "succeeded",
  });
  world.store.insert("refund", refund);
  world.emit("refund.created", refund);
  return refund;
}

/** Credits an invoice: an open one is reduced, a paid one is refunded or becomes the customer's balance. */
function createCreditNote(world: World, params: Wire<Stripe.CreditNoteCreateParams>): CreditNote {
  const invoice = world.store.get("invoice", params.invoice, "invoice");
  const customer = world.store.get("customer", invoice.customer ?? "", "customer");
  const amount = params.amount ?? invoice.total;
  if (amount <= 0 || amount > invoice.total) {
    throw invalidRequest(
      "The credit note amount must be positive and at most the invoice's total.",
      "amount",
    );
  }
  const open = invoice.status === "open";
  const refund = params.refund_amount ? refundInvoice(world, invoice, params.refund_amount) : null;
  const credited = params.credit_amount ?? (open || refund ? 0 : amount);
  const id = newId("cn");
  const note = make("credit_note", {
    id,
    amount,
    amount_shipping: 0,
    created: world.now(customer.id),
    currency: invoice.currency,
    customer: customer.id,
    discount_amount: 0,
    discount_amounts: [],
    invoice: invoice.id,
    lines: list([], `/v1/credit_notes/${id}/lines`),
    memo: params.memo ?? null,
    metadata: mergeMetadata(null, params.metadata),
    number: `${invoice.number}-CN-${String(world.store.all("credit_note").length + 1).padStart(2, "0")}`,
    pdf: `${world.publicUrl}/invoice/${invoice.id}/pdf`,
    post_payment_amount: open ? 0 : amount,
    pre_payment_amount: open ? amount : 0,
    pretax_credit_amounts: [],
    reason: params.reason ?? null,
    refunds: refund
      ? [{ amount_refunded: refund.amount, payment_record_refund: null, refund: refund.id, type: "refund" }]
      : [],
    status: "issued",
    subtotal: amount,
    subtotal_excluding_tax: amount,
    total: amount,
    total_excluding_tax: amount,
    total_taxes: [],
    type: open ? "pre_payment" : "post_payment",
  });
  world.store.insert("credit_note", note);
  if (open) invoice.pre_payment_credit_notes_amount += amount;
  else invoice.post_payment_credit_notes_amount += amount;
  if (open) {
    invoice.amount_due = Math.max(0, invoice.amount_due - amount);
    invoice.amount_remaining = Math.max(0, invoice.amount_remaining - amount);
  }
  customer.balance -= credited;
  world.emit("credit_note.created", note);
  return note;
}

function refundInvoice(world: World, invoice: Invoice, amount: number): Refund {
  const payment = world.store.all("invoice_payment").find((candidate) => candidate.invoice === invoice.id);
  const intent = payment?.payment.payment_intent;
  if (!intent) throw invalidRequest("The invoice has no payment to refund.", "refund_amount");
  return createRefund(world, { payment_intent: intent, amount });
}
