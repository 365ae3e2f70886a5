import { formatAmount, formatDay } from "../billing/amounts";
import { createCard } from "../billing/cards";
import { makeDefault } from "../billing/payment-methods";
import { StripeError } from "../http/errors";
import { payInvoice } from "../resources/invoices";
import type { Invoice } from "../state/wire";
import type { World } from "../state/world";
import { cardFields, type FormValues, readCard } from "./card-form";
import { type Html, html, layout } from "./html";
import { textPdf } from "./pdf";
import { notFound, type PageReply, type PageRequest } from "./reply";

type Problem = { message?: string; fields?: Record<string, string | undefined> };

/** The hosted invoice; an open one can be paid here with another card. */
export function invoicePage(world: World, { id, method, form }: PageRequest): PageReply {
  const invoice = world.store.find("invoice", id);
  if (!invoice?.number) return notFound();
  if (method !== "POST" || invoice.status !== "open") return { page: render(invoice, {}, {}) };
  const result = readCard(form, invoice.customer_email ?? "unknown@example.com", new Date());
  if ("errors" in result) return { page: render(invoice, form, { fields: result.errors }) };
  const card = createCard(world, result.card, invoice.customer);
  try {
    payInvoice(world, invoice, { payment_method: card.id });
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    card.customer = null;
    return { page: render(invoice, form, { message: error.message }) };
  }
  world.emit("payment_method.attached", card);
  makeDefault(world, card);
  return { redirect: `/invoice/${invoice.id}` };
}

export function invoicePdf(world: World, id: string): PageReply {
  const invoice = world.store.find("invoice", id);
  if (!invoice?.number) return notFound();
  const lines = [
    `Invoice ${invoice.number}`,
    "Simulator - no real money",
    "",
    `Date: ${formatDay(invoice.created)}`,
    `Bill to: ${[invoice.customer_name, invoice.customer_email].filter(Boolean).join(", ")}`,
    `Status: ${invoice.status}`,
    "",
    ...invoice.lines.data.map((line) => `${line.description}   ${formatAmount(line.amount, line.currency)}`),
    "",
    `Total: ${formatAmount(invoice.total, invoice.currency)}`,
    `Amount due: ${formatAmount(invoice.amount_remaining, invoice.currency)}`,
  ];
  return { pdf: textPdf(lines), name: `Invoice-${invoice.number}` };
}

function render(invoice: Invoice, values: FormValues, problem: Problem): Html {
  const due = formatAmount(invoice.amount_remaining, invoice.currency);
  const paid = invoice.status === "paid";
  const state = paid
    ? html`<p class="done" role="status">Invoice paid</p>`
    : html`<p>${invoice.status === "open" ? `${due} due` : `This invoice is ${invoice.status}.`}</p>`;
  const alert = problem.message && html`<p class="alert" role="alert">${problem.message}</p>`;
  const payment =
    invoice.status === "open" &&
    html`<h2>Pay with card</h2>${alert}<form method="post" novalidate>${cardFields(values, problem.fields ?? {})}
<button class="wide" type="submit">Pay ${due}</button></form>`;
  return layout(
    `Invoice ${invoice.number}`,
    html`<section class="card narrow"><h1>Invoice ${invoice.number}</h1>${state}
<p class="muted">${formatDay(invoice.created)} · ${invoice.customer_email}</p>
<div class="scroll"><table class="lines"><thead><tr><th scope="col">Description</th><th scope="col" class="amount">Amount</th></tr></thead>
<tbody>${invoice.lines.data.map(
      (line) =>
        html`<tr><td>${line.description}</td><td class="amount">${formatAmount(line.amount, line.currency)}</td></tr>`,
    )}</tbody>
<tfoot><tr><th scope="row">Total</th><td class="amount">${formatAmount(invoice.total, invoice.currency)}</td></tr></tfoot></table></div>
<p class="actions"><a class="button secondary" href="/invoice/${invoice.id}/pdf">Download invoice</a></p>${payment}</section>`,
  );
}
