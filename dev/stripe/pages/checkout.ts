import { formatAmount, formatInterval } from "../billing/amounts";
import { StripeError } from "../http/errors";
import type { CheckoutSession, Objects } from "../state/wire";
import type { World } from "../state/world";
import { completeCheckout } from "../subscriptions/complete-checkout";
import { cardFields, emailField, type FormValues, readCard } from "./card-form";
import { type Html, html, layout, notice } from "./html";
import { notFound, type PageReply, type PageRequest } from "./reply";

type Item = Objects["item"];
type Problem = { message?: string; fields?: Record<string, string | undefined> };

/** The hosted payment page. */
export function checkoutPage(world: World, { id, method, form }: PageRequest): PageReply {
  const session = world.store.find("checkout.session", id);
  if (!session) return notFound();
  if (session.status === "complete") return alreadyComplete(session, method);
  if (session.status === "expired") return expired(session);
  if (method !== "POST") return { page: paymentForm(world, session, {}, {}) };
  const result = readCard(form, knownEmail(world, session), new Date());
  if ("errors" in result) return { page: paymentForm(world, session, form, { fields: result.errors }) };
  try {
    completeCheckout(world, session, result.card);
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    return { page: paymentForm(world, session, form, { message: error.message }) };
  }
  return { redirect: successUrl(session) };
}

/** A second submit of the form is not a second payment: it leads to where the first one led. */
function alreadyComplete(session: CheckoutSession, method: string): PageReply {
  if (method === "POST") return { redirect: successUrl(session) };
  const link = { href: successUrl(session), text: "Continue" };
  return {
    page: notice(
      "You're all done here",
      "This checkout session is complete. You were not charged again.",
      link,
    ),
  };
}

function expired(session: CheckoutSession): PageReply {
  const link = session.cancel_url ? { href: session.cancel_url, text: "Go back" } : null;
  const message = "This checkout session has expired and nothing was charged. Go back and start again.";
  return { page: notice("This page has expired", message, link) };
}

function successUrl(session: CheckoutSession): string {
  return (session.success_url ?? "").replaceAll("{CHECKOUT_SESSION_ID}", session.id);
}

function knownEmail(world: World, session: CheckoutSession): string | null {
  return session.customer_email ?? world.store.find("customer", session.customer)?.email ?? null;
}

function paymentForm(world: World, session: CheckoutSession, values: FormValues, problem: Problem): Html {
  const email = knownEmail(world, session);
  const setup = session.mode === "setup";
  const title = setup ? "Save a payment method" : "Subscribe";
  const back = session.cancel_url && html`<a class="back" href="${session.cancel_url}">← Back</a>`;
  const alert = problem.message && html`<p class="alert" role="alert">${problem.message}</p>`;
  const invalid = Object.values(problem.fields ?? {}).some(Boolean);
  const summary = invalid && html`<p class="alert" role="alert">Check the fields below.</p>`;
  const contact = email
    ? html`<p class="field"><span class="muted">E-mail</span><br>${email}</p>`
    : emailField(values.email, problem.fields?.email);
  return layout(
    title,
    html`${back}
<div class="columns">
<section class="card" aria-label="Order summary">${setup ? html`<h1>${title}</h1><p>The card is saved for later payments. Nothing is charged now.</p>` : orderSummary(world, session)}</section>
<section class="card" aria-label="Payment details">
<h2>Pay with card</h2>${alert}${summary}
<form method="post" novalidate>${contact}${cardFields(values, problem.fields ?? {})}
<button class="wide" type="submit">${setup ? "Save card" : buttonText(session)}</button></form>
</section></div>`,
  );
}

function buttonText(session: CheckoutSession): string {
  return session.amount_total === 0 ? "Start trial" : "Subscribe";
}

function orderSummary(world: World, session: CheckoutSession): Html {
  const details = world.store.privateState.checkouts[session.id];
  const items = details?.items ?? [];
  const currency = session.currency ?? "usd";
  const first = items[0];
  const recurring = items.reduce((sum, item) => sum + item.amount_total, 0);
  const trialDays = details?.subscriptionData.trial_period_days;
  const interval = first?.price ? formatInterval(first.price) : "";
  const trial =
    trialDays && html`<p>${trialDays} days free, then ${formatAmount(recurring, currency)} ${interval}.</p>`;
  return html`<h1>Subscribe to ${first?.description ?? ""}</h1>
<p class="price">${formatAmount(recurring, currency)} <small>${interval}</small></p>${trial}
<table class="lines"><thead><tr><th scope="col">Plan</th><th scope="col" class="amount">Amount</th></tr></thead>
<tbody>${items.map((item) => itemRow(item))}</tbody>
<tfoot><tr><th scope="row">Total due today</th><td class="amount">${formatAmount(session.amount_total ?? 0, currency)}</td></tr></tfoot></table>`;
}

function itemRow(item: Item): Html {
  const billed = item.price ? `Billed ${formatInterval(item.price)}` : "";
  const quantity = item.quantity && item.quantity > 1 ? `, ${item.quantity} units` : "";
  return html`<tr><td>${item.description}<br><span class="muted">${billed}${quantity}</span></td>
<td class="amount">${formatAmount(item.amount_total, item.currency)}</td></tr>`;
}
