import type Stripe from "stripe";
import { amountOf } from "../billing/amounts";
import { productName } from "../billing/invoice-lines";
import { invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { CheckoutDetails } from "../state/private-state";
import type { CheckoutSession, Objects, Price, Wire } from "../state/wire";
import type { World } from "../state/world";
import { recurringPrice } from "../subscriptions/subscription-items";
import { liveCustomer } from "./customers";
import { createPrice } from "./prices";

type Create = Wire<Stripe.Checkout.SessionCreateParams>;
type Item = Objects["item"];

const LIFETIME_S = 24 * 60 * 60;
const SHORTEST_LIFETIME_S = 30 * 60;

export const checkoutRoutes: Route[] = [
  route<Stripe.Checkout.SessionCreateParams>("POST /v1/checkout/sessions", createCheckoutSession),
  route<Stripe.Checkout.SessionListParams>("GET /v1/checkout/sessions", (world, params) => {
    const found = world.store
      .all("checkout.session")
      .filter((session) => !params.customer || session.customer === params.customer)
      .filter((session) => !params.subscription || session.subscription === params.subscription)
      .filter((session) => !params.status || session.status === params.status);
    return page(found, params, "/v1/checkout/sessions");
  }),
  route("GET /v1/checkout/sessions/:id", (world, _params, id) => world.store.get("checkout.session", id)),
  route<Stripe.Checkout.SessionListLineItemsParams>(
    "GET /v1/checkout/sessions/:id/line_items",
    (world, params, id) => {
      world.store.get("checkout.session", id);
      const items = world.store.privateState.checkouts[id]?.items ?? [];
      return page([...items].reverse(), params, `/v1/checkout/sessions/${id}/line_items`);
    },
  ),
  route("POST /v1/checkout/sessions/:id/expire", (world, _params, id) => {
    const session = world.store.get("checkout.session", id);
    if (session.status !== "open") {
      const message = `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status}\`.`;
      throw invalidRequest(message);
    }
    return expireCheckout(world, session);
  }),
];

/** Closes an open session for good. */
export function expireCheckout(world: World, session: CheckoutSession): CheckoutSession {
  session.status = "expired";
  session.url = null;
  world.emit("checkout.session.expired", session);
  return session;
}

function createCheckoutSession(world: World, params: Create): CheckoutSession {
  const mode = params.mode ?? (params.line_items ? "subscription" : "setup");
  refuseUnsupported(params, mode);
  if (params.customer && params.customer_email) {
    throw invalidRequest("You may only specify one of these parameters: customer, customer_email.");
  }
  const customer = params.customer ? liveCustomer(world, params.customer, "customer") : null;
  const items = mode === "subscription" ? lineItems(world, params) : [];
  const now = world.now(customer?.id);
  const id = newId("cs_test", 58);
  const total = items.reduce((sum, item) => sum + item.amount_total, 0);
  const free =
    params.subscription_data?.trial_period_days !== undefined ||
    params.subscription_data?.trial_end !== undefined;
  const due = free ? 0 : total;
  const session = make("checkout.session", {
    id,
    adaptive_pricing: { enabled: false },
    allow_promotion_codes: params.allow_promotion_codes ?? null,
    amount_subtotal: mode === "setup" ? null : due,
    amount_total: mode === "setup" ? null : due,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: params.billing_address_collection ?? null,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created: now,
    currency: items[0]?.currency ?? params.currency ?? null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer: customer?.id ?? null,
    customer_creation: customer ? null : "always",
    customer_details: detailsOf(customer?.email ?? params.customer_email ?? null, customer?.name ?? null),
    customer_email: params.customer_email ?? null,
    discounts: [],
    expires_at: expiry(params.expires_at, now),
    locale: params.locale ?? null,
    metadata: mergeMetadata(null, params.metadata),
    mode,
    payment_method_collection:
      mode === "subscription" ? (params.payment_method_collection ?? "always") : null,
    payment_method_types: ["card"],
    payment_status: mode === "setup" ? "no_payment_required" : "unpaid",
    shipping_options: [],
    status: "open",
    success_url: params.success_url ?? null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${world.publicUrl}/checkout/${id}`,
  });
  world.store.privateState.checkouts[id] = { items, ...privateDetails(params) };
  return world.store.insert("checkout.session", session);
}

function privateDetails(params: Create): Omit<CheckoutDetails, "items"> {
  const { metadata, description, trial_period_days, trial_end } = params.subscription_data ?? {};
  return {
    subscriptionData: {
      metadata: mergeMetadata(null, metadata),
      ...(description && { description }),
      ...(trial_period_days && { trial_period_days }),
      ...(trial_end && { trial_end }),
    },
    setupMetadata: mergeMetadata(null, params.setup_intent_data?.metadata),
  };
}

export function detailsOf(email: string | null, name: string | null): CheckoutSession["customer_details"] {
  if (!email) return null;
  return {
    address: null,
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
}

function refuseUnsupported(params: Create, mode: string): void {
  if (mode === "payment")
    throw invalidRequest("The simulator has no Checkout for one-time payments.", "mode");
  if (params.ui_mode && params.ui_mode !== "hosted_page") {
    throw invalidRequest("The simulator has only the hosted page.", "ui_mode");
  }
  if (!params.success_url) throw missingParameter("success_url");
  if (mode === "subscription" && !params.line_items?.length) {
    throw invalidRequest(
      "When in `subscription` mode, `line_items` is required.",
      "line_items",
      "parameter_missing",
    );
  }
  if (mode === "setup" && params.line_items) {
    throw invalidRequest("You can not pass `line_items` in `setup` mode.", "line_items");
  }
  if (mode === "setup" && !params.customer && !params.currency) throw missingParameter("currency");
}

function lineItems(world: World, params: Create): Item[] {
  const items = (params.line_items ?? []).map((line, index) => lineItem(world, line, `line_items[${index}]`));
  if (new Set(items.map((item) => item.currency)).size > 1) {
    throw invalidRequest("All line items must have the same currency.", "line_items");
  }
  return items;
}

function lineItem(world: World, line: NonNullable<Create["line_items"]>[number], path: string): Item {
  const price = priceOf(world, line, path);
  const metered = price.recurring?.usage_type === "metered";
  const quantity = metered ? null : line.quantity;
  if (quantity === undefined) throw missingParameter(`${path}[quantity]`);
  const amount = quantity === null ? 0 : amountOf(price, quantity);
  return make("item", {
    id: newId("li"),
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency: price.currency,
    description: productName(world, price),
    metadata: {},
    price: structuredClone(price),
    quantity,
  });
}

function priceOf(world: World, line: NonNullable<Create["line_items"]>[number], path: string): Price {
  if (line.price) return recurringPrice(world, line.price, `${path}[price]`);
  if (!line.price_data) throw missingParameter(`${path}[price]`);
  const { product_data, ...data } = line.price_data;
  if (!data.recurring) {
    throw invalidRequest(
      "You must provide one recurring price in `subscription` mode.",
      `${path}[price_data]`,
    );
  }
  return createPrice(world, { ...data, ...(product_data && { product_data: { name: product_data.name } }) });
}

function expiry(wanted: number | undefined, now: number): number {
  if (wanted === undefined) return now + LIFETIME_S;
  if (wanted < now + SHORTEST_LIFETIME_S) {
    const message = "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.";
    throw invalidRequest(message, "expires_at");
  }
  if (wanted > now + LIFETIME_S) {
    const message = "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.";
    throw invalidRequest(message, "expires_at");
  }
  return wanted;
}
