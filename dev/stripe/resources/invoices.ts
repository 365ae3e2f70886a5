import type Stripe from "stripe";
import { finalizeInvoice, storeDraft, subscriptionOf } from "../billing/invoices";
import { collect, invoicePayment, markPaid, paymentMethodOf } from "../billing/payments";
import { pendingLines } from "../billing/pending-lines";
import { days } from "../billing/periods";
import { previewInvoice } from "../billing/preview-invoice";
import { cardDeclined, invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata, orNull } from "../http/metadata";
import { type Route, route } from "../http/router";
import type { Invoice, Wire } from "../state/wire";
import type { World } from "../state/world";
import { settleStatus } from "../subscriptions/advance-time";
import { liveCustomer } from "./customers";

export const invoiceRoutes: Route[] = [
  route<Stripe.InvoiceCreatePreviewParams>("POST /v1/invoices/create_preview", previewInvoice),
  route<Stripe.InvoiceCreateParams>("POST /v1/invoices", createInvoice),
  route("DELETE /v1/invoices/:id", (world, _params, id) => {
    const invoice = world.store.get("invoice", id);
    if (invoice.status !== "draft") throw invalidRequest("You can only delete draft invoices.");
    world.emit("invoice.deleted", invoice);
    world.store.tables.invoice.delete(id);
    return { id, object: "invoice", deleted: true };
  }),
  route("POST /v1/invoices/:id/send", (world, _params, id) => {
    const invoice = world.store.get("invoice", id);
    if (invoice.status === "draft") finalizeInvoice(world, invoice);
    world.emit("invoice.sent", invoice);
    return invoice;
  }),
  route<Stripe.InvoiceListParams>("GET /v1/invoices", (world, params) => {
    const found = world.store
      .all("invoice")
      .filter((invoice) => !params.customer || invoice.customer === params.customer)
      .filter((invoice) => !params.status || invoice.status === params.status)
      .filter(
        (invoice) => !params.collection_method || invoice.collection_method === params.collection_method,
      )
      .filter(
        (invoice) => !params.subscription || subscriptionOf(world, invoice)?.id === params.subscription,
      );
    return page(found, params, "/v1/invoices");
  }),
  route("GET /v1/invoices/:id", (world, _params, id) => world.store.get("invoice", id)),
  route<Stripe.InvoiceUpdateParams>("POST /v1/invoices/:id", (world, params, id) => {
    const invoice = world.store.get("invoice", id);
    world.update(invoice, "invoice.updated", () => {
      invoice.metadata = mergeMetadata(invoice.metadata, params.metadata);
      if (params.description !== undefined) invoice.description = orNull(params.description);
      if (params.footer !== undefined) invoice.footer = orNull(params.footer);
    });
    return invoice;
  }),
  route<Stripe.InvoiceListLineItemsParams>("GET /v1/invoices/:id/lines", (world, params, id) => {
    const { lines } = world.store.get("invoice", id);
    return page([...lines.data].reverse(), params, `/v1/invoices/${id}/lines`);
  }),
  route<Stripe.InvoiceFinalizeInvoiceParams>("POST /v1/invoices/:id/finalize", (world, _params, id) => {
    const invoice = world.store.get("invoice", id);
    if (invoice.status !== "draft") {
      throw invalidRequest("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
    }
    finalizeInvoice(world, invoice);
    return invoice;
  }),
  route<Stripe.InvoicePayParams>("POST /v1/invoices/:id/pay", (world, params, id) =>
    payInvoice(world, world.store.get("invoice", id), params),
  ),
  route("POST /v1/invoices/:id/void", (world, _params, id) => {
    const invoice = world.store.get("invoice", id);
    if (invoice.status !== "open")
      throw invalidRequest(`You can only pass in open invoices. This invoice isn't open.`);
    invoice.status = "void";
    invoice.next_payment_attempt = null;
    invoice.amount_remaining = 0;
    invoice.status_transitions.voided_at = world.now(invoice.customer);
    world.emit("invoice.voided", invoice);
    return invoice;
  }),
  route("POST /v1/invoices/:id/mark_uncollectible", (world, _params, id) => {
    const invoice = world.store.get("invoice", id);
    invoice.status = "uncollectible";
    invoice.next_payment_attempt = null;
    invoice.status_transitions.marked_uncollectible_at = world.now(invoice.customer);
    world.emit("invoice.marked_uncollectible", invoice);
    return invoice;
  }),
  route<Stripe.InvoicePaymentListParams>("GET /v1/invoice_payments", (world, params) => {
    const found = world.store
      .all("invoice_payment")
      .filter((payment) => !params.invoice || payment.invoice === params.invoice)
      .filter((payment) => !params.status || payment.status === params.status);
    return page(found, params, "/v1/invoice_payments");
  }),
  route("GET /v1/invoice_payments/:id", (world, _params, id) => world.store.get("invoice_payment", id)),
];

/** A draft for amounts that no subscription bills; it waits until it is finalized. */
function createInvoice(world: World, params: Wire<Stripe.InvoiceCreateParams>): Invoice {
  if (!params.customer) throw missingParameter("customer");
  const customer = liveCustomer(world, params.customer, "customer");
  const lines =
    params.pending_invoice_items_behavior === "include" ? pendingLines(world, customer.id, null) : [];
  const invoice = storeDraft(world, {
    customer: customer.id,
    currency: params.currency ?? customer.currency ?? "usd",
    reason: "manual",
    subscription: null,
    lines,
    metadata: mergeMetadata(null, params.metadata),
  });
  invoice.auto_advance = params.auto_advance ?? false;
  invoice.collection_method = params.collection_method ?? "charge_automatically";
  invoice.description = orNull(params.description);
  invoice.footer = orNull(params.footer);
  invoice.default_payment_method = params.default_payment_method ?? null;
  const due = params.days_until_due === undefined ? null : invoice.created + days(params.days_until_due);
  invoice.due_date = params.due_date ?? due;
  return invoice;
}

/** Pays an open invoice now; a subscription that waited for it becomes active. */
export function payInvoice(world: World, invoice: Invoice, params: Wire<Stripe.InvoicePayParams>): Invoice {
  if (invoice.status === "draft") finalizeInvoice(world, invoice);
  if (invoice.status === "paid")
    throw invalidRequest("Invoice is already paid", undefined, "invoice_already_paid");
  if (invoice.status !== "open") throw invalidRequest(`Invoice is ${invoice.status} and cannot be paid.`);
  const subscription = subscriptionOf(world, invoice);
  if (params.paid_out_of_band) {
    invoice.amount_paid_off_stripe = invoice.amount_remaining;
    invoice.amount_paid = invoice.amount_due;
    markPaid(world, invoice);
  } else {
    const chosen = world.store.find("payment_method", params.payment_method);
    const method = chosen ?? paymentMethodOf(world, invoice);
    invoicePayment(world, invoice);
    const refusal = collect(world, invoice, { present: !params.off_session, paymentMethod: method });
    if (refusal) {
      if (subscription) settleStatus(world, subscription, false);
      throw cardDeclined(refusal);
    }
  }
  if (subscription) settleStatus(world, subscription, true);
  return invoice;
}
