import { newId } from "../state/ids";
import { list, make } from "../state/objects";
import type { Invoice, Subscription } from "../state/wire";
import type { World } from "../state/world";
import { type LineDraft, toLine } from "./invoice-lines";
import { days } from "./periods";

type Draft = {
  id?: string;
  customer: string;
  currency: string;
  reason: NonNullable<Invoice["billing_reason"]>;
  subscription: Subscription | null;
  lines: LineDraft[];
  period?: { start: number; end: number };
  metadata?: Record<string, string>;
};

/** Builds a draft invoice with its totals, without storing it. */
export function buildInvoice(world: World, draft: Draft): Invoice {
  const customer = world.store.get("customer", draft.customer, "customer");
  const now = world.now(customer.id);
  const id = draft.id ?? newId("in");
  const invoice = make("invoice", {
    id,
    account_country: "NL",
    account_name: "Simulated account",
    amount_due: 0,
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: 0,
    amount_shipping: 0,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    billing_reason: draft.reason,
    collection_method: draft.subscription?.collection_method ?? "charge_automatically",
    created: now,
    currency: draft.currency,
    customer: customer.id,
    customer_address: customer.address ?? null,
    customer_email: customer.email,
    customer_name: customer.name ?? null,
    customer_phone: customer.phone ?? null,
    customer_tax_exempt: customer.tax_exempt ?? "none",
    customer_tax_ids: [],
    default_tax_rates: [],
    discounts: [],
    issuer: { type: "self" },
    lines: list([], `/v1/invoices/${id}/lines`),
    metadata: draft.metadata ?? {},
    parent: draft.subscription && {
      quote_details: null,
      subscription_details: { metadata: draft.subscription.metadata, subscription: draft.subscription.id },
      type: "subscription_details",
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_start: draft.period?.start ?? now,
    period_end: draft.period?.end ?? now,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    starting_balance: customer.balance,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: 0,
    test_clock: customer.test_clock ?? null,
    total: 0,
    total_discount_amounts: [],
    total_pretax_credit_amounts: [],
    total_taxes: [],
    hosted_invoice_url: null,
    invoice_pdf: null,
  });
  invoice.lines.data = draft.lines.map((line) => toLine(invoice, line));
  computeTotals(invoice);
  return invoice;
}

/** Adds up the lines. A negative total becomes credit of the customer; credit pays before the card does. */
export function computeTotals(invoice: Invoice): void {
  const subtotal = invoice.lines.data.reduce((sum, line) => sum + line.amount, 0);
  invoice.subtotal = subtotal;
  invoice.subtotal_excluding_tax = subtotal;
  invoice.total = subtotal;
  invoice.total_excluding_tax = subtotal;
  const credit = Math.max(0, -invoice.starting_balance);
  const applied = Math.min(Math.max(0, subtotal), credit);
  invoice.ending_balance = invoice.starting_balance + (subtotal < 0 ? subtotal : applied);
  invoice.amount_due = Math.max(0, subtotal - applied);
  invoice.amount_remaining = invoice.amount_due - invoice.amount_paid;
}

/** Gives a draft its number and opens it for payment. */
export function finalizeInvoice(world: World, invoice: Invoice): void {
  const customer = world.store.get("customer", invoice.customer ?? "", "customer");
  const now = world.now(customer.id);
  invoice.starting_balance = customer.balance;
  computeTotals(invoice);
  const sequence = customer.next_invoice_sequence ?? 1;
  invoice.number = `${customer.invoice_prefix}-${String(sequence).padStart(4, "0")}`;
  customer.next_invoice_sequence = sequence + 1;
  customer.balance = invoice.ending_balance ?? customer.balance;
  invoice.status = "open";
  invoice.effective_at = now;
  invoice.status_transitions.finalized_at = now;
  if (invoice.collection_method === "send_invoice") invoice.due_date ??= now + days(30);
  invoice.hosted_invoice_url = `${world.publicUrl}/invoice/${invoice.id}`;
  invoice.invoice_pdf = `${world.publicUrl}/invoice/${invoice.id}/pdf`;
  world.emit("invoice.finalized", invoice);
}

/** Builds and stores a draft, which takes the pending items it has lines for. */
export function storeDraft(world: World, draft: Draft): Invoice {
  const invoice = buildInvoice(world, draft);
  world.store.insert("invoice", invoice);
  for (const line of draft.lines) {
    const pending = world.store.find("invoiceitem", line.invoiceItem);
    if (pending) pending.invoice = invoice.id;
  }
  world.emit("invoice.created", invoice);
  return invoice;
}

/** Builds, stores and opens an invoice. */
export function openInvoice(world: World, draft: Draft): Invoice {
  const invoice = storeDraft(world, draft);
  finalizeInvoice(world, invoice);
  return invoice;
}

export function subscriptionOf(world: World, invoice: Invoice): Subscription | undefined {
  return world.store.find("subscription", invoice.parent?.subscription_details?.subscription);
}
