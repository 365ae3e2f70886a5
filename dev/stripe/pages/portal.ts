import { createCard } from "../billing/cards";
import { detachPaymentMethod, makeDefault } from "../billing/payment-methods";
import { bankRefusal } from "../billing/payments";
import { declineMessage, StripeError } from "../http/errors";
import type { PaymentMethod, Subscription } from "../state/wire";
import type { World } from "../state/world";
import { cancelSubscription } from "../subscriptions/cancel-subscription";
import { nextBilling } from "../subscriptions/subscription-items";
import { setCancelAt, updateSubscription } from "../subscriptions/update-subscription";
import { isEmail, readCard } from "./card-form";
import { notice } from "./html";
import { portalHome } from "./portal-home";
import { cancelStep, confirmStep, customerStep, paymentMethodStep, updateStep } from "./portal-steps";
import { notFound, type PageReply, type PageRequest, type Portal } from "./reply";

type Step = (portal: Portal, request: PageRequest) => PageReply;

const LIFETIME_S = 60 * 60;

const STEPS: Record<string, Step> = {
  "GET cancel": (portal, request) => cancelStep(portal, ownSubscription(portal, request)),
  "POST cancel": cancel,
  "POST resume": resume,
  "GET update": (portal, request) => updateStep(portal, ownSubscription(portal, request)),
  "GET confirm": (portal, request) => {
    return confirmStep(portal, ownSubscription(portal, request), request.query.get("price") ?? "");
  },
  "POST confirm": change,
  "GET payment-method": (portal) => paymentMethodStep(portal, {}, {}),
  "POST payment-method": addPaymentMethod,
  "GET customer": (portal) => customerStep(portal, {}, null),
  "POST customer": updateCustomerDetails,
  "POST default": (portal, request) => {
    makeDefault(portal.world, ownMethod(portal, request));
    return done(portal, "default");
  },
  "POST remove": (portal, request) => {
    detachPaymentMethod(portal.world, ownMethod(portal, request));
    return done(portal, "removed");
  },
};

/** The hosted customer portal: as much of it as the session's configuration allows. */
export function portalPage(world: World, request: PageRequest): PageReply {
  const session = world.store.find("billing_portal.session", request.id);
  const configuration = world.store.find("billing_portal.configuration", session?.configuration);
  if (!session || !configuration) return notFound();
  if (session.created + LIFETIME_S < Date.now() / 1000) {
    const link = session.return_url ? { href: session.return_url, text: "Go back" } : null;
    return {
      page: notice("This page has expired", "Open the billing portal again from your account.", link),
    };
  }
  const portal = { world, session, features: configuration.features };
  try {
    if (request.rest === "")
      return request.query.has("done") ? portalHome(portal, request) : entry(portal, request);
    const step = STEPS[`${request.method} ${request.rest}`];
    return step ? step(portal, request) : notFound();
  } catch (error) {
    if (!(error instanceof StripeError)) throw error;
    const link = { href: `/portal/${session.id}?done=`, text: "Back to the portal" };
    return { page: notice("That did not work", error.message, link) };
  }
}

/** Sessions made for one task open on it. */
function entry(portal: Portal, request: PageRequest): PageReply {
  const { flow } = portal.session;
  if (flow?.type === "payment_method_update") return paymentMethodStep(portal, {}, {});
  const id =
    flow?.subscription_cancel?.subscription ??
    flow?.subscription_update?.subscription ??
    flow?.subscription_update_confirm?.subscription;
  const subscription = portal.world.store.find("subscription", id);
  if (!flow || !subscription) return portalHome(portal, request);
  if (flow.type === "subscription_cancel") return cancelStep(portal, subscription);
  if (flow.type === "subscription_update") return updateStep(portal, subscription);
  return confirmStep(portal, subscription, flow.subscription_update_confirm?.items[0]?.price ?? "");
}

function done(portal: Portal, what: string): PageReply {
  const completion = portal.session.flow?.after_completion;
  if (completion?.type === "redirect" && completion.redirect)
    return { redirect: completion.redirect.return_url };
  return { redirect: `/portal/${portal.session.id}?done=${what}` };
}

function cancel(portal: Portal, request: PageRequest): PageReply {
  const subscription = ownSubscription(portal, request);
  const { enabled, mode, proration_behavior, cancellation_reason } = portal.features.subscription_cancel;
  if (!enabled) return notFound();
  const feedback = cancellation_reason.options.find((option) => option === request.form.feedback) ?? null;
  if (subscription.cancellation_details) subscription.cancellation_details.feedback = feedback;
  if (mode === "immediately") {
    const prorate = proration_behavior !== "none";
    cancelSubscription(portal.world, subscription, { prorate, reason: "cancellation_requested" });
    return done(portal, "ended");
  }
  // In flexible billing mode Stripe's portal sets `cancel_at` and leaves `cancel_at_period_end` false.
  portal.world.update(subscription, "customer.subscription.updated", () => {
    setCancelAt(portal.world, subscription, nextBilling(subscription));
  });
  return done(portal, "canceled");
}

function updateCustomerDetails(portal: Portal, { form }: PageRequest): PageReply {
  const { enabled, allowed_updates } = portal.features.customer_update;
  if (!enabled) return notFound();
  const may = (update: string) => allowed_updates.some((allowed) => allowed === update);
  const email = form.email?.trim() ?? "";
  if (may("email") && !isEmail(email)) return customerStep(portal, form, "Your email is invalid.");
  const customer = portal.world.store.get("customer", portal.session.customer);
  portal.world.update(customer, "customer.updated", () => {
    if (may("name")) customer.name = form.name?.trim() || null;
    if (may("email")) customer.email = email;
    if (!may("address")) return;
    customer.address = {
      country: customer.address?.country ?? null,
      state: customer.address?.state ?? null,
      line1: form.line1?.trim() || null,
      line2: customer.address?.line2 ?? null,
      postal_code: form.postal_code?.trim() || null,
      city: form.city?.trim() || null,
    };
  });
  return done(portal, "customer");
}

function resume(portal: Portal, request: PageRequest): PageReply {
  const subscription = ownSubscription(portal, request);
  portal.world.update(subscription, "customer.subscription.updated", () => {
    setCancelAt(portal.world, subscription, null);
  });
  return done(portal, "resumed");
}

function change(portal: Portal, request: PageRequest): PageReply {
  const subscription = ownSubscription(portal, request);
  const price = request.form.price ?? "";
  const { enabled, products, proration_behavior } = portal.features.subscription_update;
  const flow = portal.session.flow?.subscription_update_confirm;
  const allowed = enabled && products?.some(({ prices }) => prices.includes(price));
  if (!allowed && !flow?.items.some((item) => item.price === price)) return notFound();
  updateSubscription(portal.world, subscription, {
    items: [{ id: subscription.items.data[0]?.id, price }],
    proration_behavior,
    payment_behavior: "error_if_incomplete",
  });
  return done(portal, "changed");
}

function addPaymentMethod(portal: Portal, request: PageRequest): PageReply {
  const { world, session } = portal;
  const customer = world.store.get("customer", session.customer);
  const result = readCard(request.form, customer.email ?? "unknown@example.com", new Date());
  if ("errors" in result) return paymentMethodStep(portal, request.form, { fields: result.errors });
  const method = createCard(world, result.card, customer.id);
  const refusal = bankRefusal(world, method, true);
  if (refusal) {
    world.store.tables.payment_method.delete(method.id);
    return paymentMethodStep(portal, request.form, { message: declineMessage(refusal) });
  }
  world.emit("payment_method.attached", method);
  makeDefault(world, method);
  return done(portal, "card");
}

/** Only what belongs to the session's customer; anything else is as if it did not exist. */
function ownSubscription({ world, session }: Portal, { query, form }: PageRequest): Subscription {
  const id = form.subscription ?? query.get("subscription") ?? "";
  const subscription = world.store.find("subscription", id);
  if (subscription?.customer === session.customer) return subscription;
  throw new StripeError(404, "invalid_request_error", "There is no such subscription.");
}

function ownMethod({ world, session, features }: Portal, { form }: PageRequest): PaymentMethod {
  const method = world.store.find("payment_method", form.method);
  if (features.payment_method_update.enabled && method?.customer === session.customer) return method;
  throw new StripeError(404, "invalid_request_error", "There is no such payment method.");
}
