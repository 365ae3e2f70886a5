import { amountOf, formatAmount, formatDay, formatInterval } from "../billing/amounts";
import { productName } from "../billing/invoice-lines";
import { previewInvoice } from "../billing/preview-invoice";
import type { Price, Subscription } from "../state/wire";
import { nextBilling } from "../subscriptions/subscription-items";
import { cardFields, type FormValues } from "./card-form";
import { type Html, html, layout } from "./html";
import { notFound, type PageReply, type Portal } from "./reply";

type Problem = { message?: string; fields?: Record<string, string | undefined> };

/** "Are you sure" before a cancellation. */
export function cancelStep(portal: Portal, subscription: Subscription): PageReply {
  const feature = portal.features.subscription_cancel;
  if (!feature.enabled) return notFound();
  const price = subscription.items.data[0]?.price;
  const name = price ? productName(portal.world, price) : "your plan";
  const effect =
    feature.mode === "immediately"
      ? "Your subscription ends immediately."
      : `Your subscription stays available until ${formatDay(nextBilling(subscription))}.`;
  return step(
    portal,
    "Cancel your subscription",
    html`<p>${name} will be canceled. ${effect}</p>
<form method="post" action="/portal/${portal.session.id}/cancel"><input type="hidden" name="subscription" value="${subscription.id}">${feature.cancellation_reason.enabled && reasons(feature.cancellation_reason.options)}<button type="submit">Cancel subscription</button></form>`,
  );
}

const REASONS: Record<string, string> = {
  customer_service: "Customer service was less than expected",
  low_quality: "Quality was less than expected",
  missing_features: "Some features are missing",
  switched_service: "I'm switching to a different service",
  too_complex: "Ease of use was less than expected",
  too_expensive: "It's too expensive",
  unused: "I don't use the service enough",
  other: "Other reason",
};

function reasons(options: string[]): Html {
  const choices = options.map(
    (option) =>
      html`<label class="option"><input type="radio" name="feedback" value="${option}">${REASONS[option] ?? option}</label>`,
  );
  return html`<fieldset><legend>Why are you canceling? (optional)</legend>${choices}</fieldset>`;
}

/** Form for the name and addresses on invoices. */
export function customerStep(portal: Portal, values: FormValues, error: string | null): PageReply {
  const { customer_update: feature } = portal.features;
  if (!feature.enabled) return notFound();
  const customer = portal.world.store.get("customer", portal.session.customer);
  const current: FormValues = {
    name: customer.name ?? "",
    email: customer.email ?? "",
    line1: customer.address?.line1 ?? "",
    postal_code: customer.address?.postal_code ?? "",
    city: customer.address?.city ?? "",
  };
  const shown = { ...current, ...values };
  const field = (allowed: string, name: string, label: string, autocomplete: string) =>
    feature.allowed_updates.some((update) => update === allowed) &&
    html`<div class="field"><label for="${name}">${label}</label><input id="${name}" name="${name}" autocomplete="${autocomplete}" maxlength="200" value="${shown[name]}"></div>`;
  return step(
    portal,
    "Update information",
    html`${error && html`<p class="alert" role="alert">${error}</p>`}
<form method="post" action="/portal/${portal.session.id}/customer" novalidate>${field("name", "name", "Name", "name")}${field("email", "email", "E-mail", "email")}
${field("address", "line1", "Address", "address-line1")}${field("address", "postal_code", "Postal code", "postal-code")}${field("address", "city", "City", "address-level2")}
<button class="wide" type="submit">Save</button></form>`,
  );
}

/** Choice of another plan. */
export function updateStep(portal: Portal, subscription: Subscription): PageReply {
  const { enabled, products } = portal.features.subscription_update;
  if (!enabled) return notFound();
  const current = subscription.items.data[0]?.price.id;
  const prices = (products ?? [])
    .flatMap((product) => product.prices)
    .flatMap((id) => portal.world.store.find("price", id) ?? [])
    .filter((price) => price.active);
  const option = (price: Price) => {
    const isCurrent = price.id === current;
    const attributes = isCurrent ? html` disabled` : html` required`;
    return html`<label class="option"><input type="radio" name="price" value="${price.id}"${attributes}>
${productName(portal.world, price)} – ${formatAmount(amountOf(price, 1), price.currency)} ${formatInterval(price)}${isCurrent && " (current plan)"}</label>`;
  };
  return step(
    portal,
    "Update your subscription",
    html`<form method="get" action="/portal/${portal.session.id}/confirm"><input type="hidden" name="subscription" value="${subscription.id}">
<fieldset><legend>Plan</legend>${prices.map(option)}</fieldset><button type="submit">Continue</button></form>`,
  );
}

/** What a change costs, before it happens. */
export function confirmStep(portal: Portal, subscription: Subscription, priceId: string): PageReply {
  const { world, session, features } = portal;
  const price = world.store.find("price", priceId);
  const item = subscription.items.data[0];
  if (!price || !item) return notFound();
  const { proration_behavior } = features.subscription_update;
  const preview = previewInvoice(world, {
    subscription: subscription.id,
    subscription_details: { items: [{ id: item.id, price: price.id }], proration_behavior },
  });
  const rows = preview.lines.data.map(
    (line) =>
      html`<tr><td>${line.description}</td><td class="amount">${formatAmount(line.amount, line.currency)}</td></tr>`,
  );
  const when = proration_behavior === "always_invoice" ? "Amount due today" : "Next invoice";
  return step(
    portal,
    "Confirm your updates",
    html`<p>${productName(world, price)} – ${formatAmount(amountOf(price, 1), price.currency)} ${formatInterval(price)}</p>
<table class="lines"><tbody>${rows}</tbody><tfoot><tr><th scope="row">${when}</th><td class="amount">${formatAmount(preview.amount_due, preview.currency)}</td></tr></tfoot></table>
<form class="actions" method="post" action="/portal/${session.id}/confirm"><input type="hidden" name="subscription" value="${subscription.id}"><input type="hidden" name="price" value="${price.id}"><button type="submit">Confirm</button></form>`,
  );
}

/** Form for a new card. */
export function paymentMethodStep(portal: Portal, values: FormValues, problem: Problem): PageReply {
  if (!portal.features.payment_method_update.enabled) return notFound();
  return step(
    portal,
    "Add payment method",
    html`${problem.message && html`<p class="alert" role="alert">${problem.message}</p>`}
<form method="post" action="/portal/${portal.session.id}/payment-method" novalidate>${cardFields(values, problem.fields ?? {})}
<button class="wide" type="submit">Add</button></form>`,
  );
}

function step(portal: Portal, title: string, body: Html): PageReply {
  const { flow, id, return_url } = portal.session;
  const back = flow && return_url ? return_url : `/portal/${id}?done=`;
  return {
    page: layout(
      title,
      html`<a class="back" href="${back}">← Go back</a><section class="card narrow"><h1>${title}</h1>${body}</section>`,
    ),
  };
}
