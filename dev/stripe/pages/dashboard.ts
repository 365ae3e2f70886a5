import { amountOf, formatAmount, formatDay, formatInterval } from "../billing/amounts";
import { productName } from "../billing/invoice-lines";
import { StripeError } from "../http/errors";
import type { StripeEvent, Subscription } from "../state/wire";
import type { World } from "../state/world";
import { declineNext, endPeriodNow } from "../subscriptions/switches";
import { type Html, html, layout } from "./html";
import { notFound, type PageReply, type PageRequest } from "./reply";

const SHOWN_EVENTS = 50;

/** What a developer sees at the simulator's address: who pays for what, and which events went out. */
export function dashboardPage(world: World, { method, rest, form }: PageRequest): PageReply {
  if (method !== "POST") return { page: render(world) };
  const subscription = world.store.find("subscription", form.subscription);
  if (!subscription) return notFound();
  try {
    if (rest === "end-period") endPeriodNow(world, subscription);
    else if (rest === "decline") declineNext(world, subscription.customer, "generic_decline", 1);
    else return notFound();
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
  }
  return { redirect: "/" };
}

function render(world: World): Html {
  const subscriptions = world.store.all("subscription").reverse();
  const events = world.store.all("event").slice(-SHOWN_EVENTS).reverse();
  return layout(
    "Stripe simulator",
    html`<h1>Stripe simulator</h1>
<p>Stands in for Stripe while the application has no key of a Stripe account. Everything here is made up.</p>
<section class="card" aria-labelledby="subscriptions"><h2 id="subscriptions">Subscriptions</h2>
${
  subscriptions.length
    ? table(
        ["Customer", "Plan", "Status", "Try"],
        subscriptions.map((each) => subscriptionRow(world, each)),
      )
    : html`<p>None yet.</p>`
}</section>
<section class="card" aria-labelledby="events"><h2 id="events">Events</h2>
${
  events.length
    ? table(
        ["Time (UTC)", "Event", "Delivery"],
        events.map((event) => eventRow(world, event)),
      )
    : html`<p>None yet.</p>`
}</section>`,
  );
}

function table(heads: string[], rows: Html[]): Html {
  const head = heads.map((text) => html`<th scope="col">${text}</th>`);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${heads[0]} and more"><table class="lines"><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function subscriptionRow(world: World, subscription: Subscription): Html {
  const customer = world.store.find("customer", subscription.customer);
  const item = subscription.items.data[0];
  const until = formatDay(subscription.cancel_at ?? item?.current_period_end ?? subscription.created);
  const ended = subscription.status === "canceled";
  const button = (action: string, text: string) =>
    html`<form method="post" action="/dashboard/${subscription.id}/${action}"><input type="hidden" name="subscription" value="${subscription.id}"><button class="secondary" type="submit">${text}</button></form>`;
  const actions = html`<div class="actions">${button("end-period", "End period now")}${button("decline", "Decline next payment")}</div>`;
  return html`<tr><td>${customer?.email ?? subscription.customer}</td>
<td>${item && `${productName(world, item.price)}, ${formatAmount(amountOf(item.price, 1), item.price.currency)} ${formatInterval(item.price)}`}</td>
<td>${subscription.status.replaceAll("_", " ")}<br><span class="muted">${subscription.cancel_at ? "ends" : "until"} ${until}</span></td>
<td>${!ended && actions}</td></tr>`;
}

function eventRow(world: World, event: StripeEvent): Html {
  const waiting = world.store.privateState.deliveries.filter(({ eventId }) => eventId === event.id);
  const failed = waiting.find(({ lastError }) => lastError);
  const state = failed
    ? `tried ${failed.attempts} times: ${failed.lastError}`
    : waiting.length
      ? "waiting"
      : "done";
  const time = new Date(event.created * 1000).toISOString().slice(0, 19).replace("T", " ");
  return html`<tr><td>${time}</td><td>${event.type}</td><td>${state}</td></tr>`;
}
