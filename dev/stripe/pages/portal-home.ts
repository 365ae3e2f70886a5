import { amountOf, formatAmount, formatDay, formatInterval } from "../billing/amounts";
import { productName } from "../billing/invoice-lines";
import type { Invoice, PaymentMethod, Subscription } from "../state/wire";
import { nextBilling } from "../subscriptions/subscription-items";
import { type Html, html, layout } from "./html";
import type { PageReply, PageRequest, Portal } from "./reply";

const DONE: Record<string, string> = {
  canceled: "Your subscription will end at the end of the period.",
  ended: "Your subscription has been canceled.",
  resumed: "Your subscription continues.",
  changed: "Your plan has been changed.",
  card: "Your payment method has been added.",
  default: "Your default payment method has been changed.",
  customer: "Your information has been updated.",
  removed: "The payment method has been removed.",
};

/** Overview: plan, payment methods, invoices, and the way back. */
export function portalHome(portal: Portal, request: PageRequest): PageReply {
  const { world, session, features } = portal;
  const customer = world.store.get("customer", session.customer);
  const subscriptions = world.store
    .all("subscription")
    .filter((subscription) => subscription.customer === customer.id && subscription.status !== "canceled");
  const methods = world.store.all("payment_method").filter((method) => method.customer === customer.id);
  const invoices = world.store
    .all("invoice")
    .filter((invoice) => invoice.customer === customer.id && invoice.status !== "draft")
    .reverse();
  const { line1, postal_code, city, country } = customer.address ?? {};
  const address = [line1, [postal_code, city].filter(Boolean).join(" "), country].filter(Boolean).join(", ");
  const message = DONE[request.query.get("done") ?? ""];
  const body = html`
${session.return_url && html`<a class="back" href="${session.return_url}">← Return</a>`}
<h1>Billing</h1><p class="muted">${customer.name} ${customer.email}</p>
${message && html`<p class="done" role="status">${message}</p>`}
<section class="card" aria-labelledby="plan"><h2 id="plan">Current subscription</h2>
${subscriptions.length ? subscriptions.map((subscription) => plan(portal, subscription)) : html`<p>No current subscription.</p>`}</section>
<section class="card" aria-labelledby="methods"><h2 id="methods">Payment methods</h2>
${methods.length ? methods.map((method) => methodRow(portal, method)) : html`<p>No payment method.</p>`}
${features.payment_method_update.enabled && html`<div class="actions"><a class="button secondary" href="/portal/${session.id}/payment-method">Add payment method</a></div>`}</section>
${features.customer_update.enabled && html`<section class="card" aria-labelledby="information"><h2 id="information">Billing information</h2><p>${customer.name}<br>${customer.email}<br>${address}</p><div class="actions"><a class="button secondary" href="/portal/${session.id}/customer">Update information</a></div></section>`}
${features.invoice_history.enabled && invoiceHistory(invoices)}`;
  return { page: layout("Billing portal", body) };
}

function plan(portal: Portal, subscription: Subscription): Html {
  const { session, features, world } = portal;
  const [item] = subscription.items.data;
  if (!item) return html``;
  const { price } = item;
  const ending = subscription.cancel_at;
  const when = ending
    ? `Cancels on ${formatDay(ending)}.`
    : `${subscription.status === "trialing" ? "The trial ends" : "Renews"} on ${formatDay(nextBilling(subscription))}.`;
  const query = `subscription=${subscription.id}`;
  const cancel = html`<a class="button secondary" href="/portal/${session.id}/cancel?${query}">Cancel subscription</a>`;
  const resume = html`<form method="post" action="/portal/${session.id}/resume"><input type="hidden" name="subscription" value="${subscription.id}"><button type="submit">Don't cancel subscription</button></form>`;
  const update = html`<a class="button" href="/portal/${session.id}/update?${query}">Update subscription</a>`;
  const late =
    subscription.status === "past_due" &&
    html`<p class="alert">The last payment failed. Pay the open invoice below, or add another payment method.</p>`;
  return html`<p class="price">${formatAmount(amountOf(price, item.quantity ?? 1), price.currency)} <small>${formatInterval(price)}</small></p>
<p><strong>${productName(world, price)}</strong> · ${subscription.status.replaceAll("_", " ")}<br><span class="muted">${when}</span></p>${late}
<div class="actions">${!ending && features.subscription_update.enabled && update}${ending ? resume : features.subscription_cancel.enabled && cancel}</div>`;
}

function methodRow(portal: Portal, method: PaymentMethod): Html {
  const { session, world, features } = portal;
  const customer = world.store.get("customer", session.customer);
  const usedBySubscription = world.store
    .all("subscription")
    .some(
      ({ default_payment_method, status }) => default_payment_method === method.id && status !== "canceled",
    );
  const isDefault = customer.invoice_settings.default_payment_method === method.id || usedBySubscription;
  const card = method.card;
  const label = `${card?.brand ?? method.type} •••• ${card?.last4}`;
  const button = (action: string, text: string) =>
    html`<form method="post" action="/portal/${session.id}/${action}"><input type="hidden" name="method" value="${method.id}"><button class="secondary" type="submit" aria-label="${text} ${label}">${text}</button></form>`;
  const actions = features.payment_method_update.enabled && !isDefault;
  return html`<p>${label} <span class="muted">expires ${card?.exp_month}/${card?.exp_year}${isDefault && " · default"}</span></p>
${actions && html`<div class="actions">${button("default", "Make default")}${button("remove", "Remove")}</div>`}`;
}

function invoiceHistory(invoices: Invoice[]): Html {
  const rows = invoices.map(
    (
      invoice,
    ) => html`<tr><td>${formatDay(invoice.created)}</td><td><a href="/invoice/${invoice.id}">${invoice.number}</a></td>
<td>${invoice.status}</td><td class="amount">${formatAmount(invoice.total, invoice.currency)}</td></tr>`,
  );
  const table = html`<div class="scroll"><table class="lines"><thead><tr><th scope="col">Date</th><th scope="col">Invoice</th><th scope="col">Status</th><th scope="col" class="amount">Amount</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<section class="card" aria-labelledby="invoices"><h2 id="invoices">Invoice history</h2>${invoices.length ? table : html`<p>No invoices yet.</p>`}</section>`;
}
