import type Stripe from "stripe";
import { createCard } from "../billing/cards";
import { attachPaymentMethod, detachPaymentMethod } from "../billing/payment-methods";
import { invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Objects } from "../state/wire";
import type { World } from "../state/world";
import { liveCustomer } from "./customers";

type SetupIntent = Objects["setup_intent"];

export const paymentMethodRoutes: Route[] = [
  route<Stripe.PaymentMethodCreateParams>("POST /v1/payment_methods", (world, params) => {
    if (params.type !== "card") throw invalidRequest("The simulator has only cards.", "type");
    const card = params.card;
    if (!card || !("number" in card) || !card.number) throw missingParameter("card[number]");
    const { name, email, address } = params.billing_details ?? {};
    const typed = { number: card.number, expMonth: card.exp_month ?? 12, expYear: card.exp_year ?? 2034 };
    const country = address ? address.country || null : null;
    return createCard(world, { ...typed, name: name || null, email: email || null, country }, null);
  }),
  route<Stripe.PaymentMethodListParams>("GET /v1/payment_methods", (world, params) => {
    const found = world.store
      .all("payment_method")
      .filter((method) => method.customer !== null && method.customer === params.customer)
      .filter((method) => !params.type || method.type === params.type);
    return page(found, params, "/v1/payment_methods");
  }),
  route<Stripe.CustomerListPaymentMethodsParams>(
    "GET /v1/customers/:id/payment_methods",
    (world, params, id) => {
      world.store.get("customer", id, "customer");
      const found = world.store.all("payment_method").filter((method) => method.customer === id);
      return page(found, params, `/v1/customers/${id}/payment_methods`);
    },
  ),
  route("GET /v1/payment_methods/:id", (world, _params, id) => world.store.get("payment_method", id)),
  route<Stripe.PaymentMethodUpdateParams>("POST /v1/payment_methods/:id", (world, params, id) => {
    const method = world.store.get("payment_method", id);
    world.update(method, "payment_method.updated", () => {
      method.metadata = mergeMetadata(method.metadata, params.metadata);
      if (params.billing_details?.name !== undefined)
        method.billing_details.name = params.billing_details.name || null;
      if (method.card && params.card?.exp_month) method.card.exp_month = params.card.exp_month;
      if (method.card && params.card?.exp_year) method.card.exp_year = params.card.exp_year;
    });
    return method;
  }),
  route<Stripe.PaymentMethodAttachParams>("POST /v1/payment_methods/:id/attach", (world, params, id) => {
    if (!params.customer) throw missingParameter("customer");
    return attachPaymentMethod(world, id, liveCustomer(world, params.customer, "customer").id);
  }),
  route<Stripe.PaymentMethodDetachParams>("POST /v1/payment_methods/:id/detach", (world, _params, id) =>
    detachPaymentMethod(world, world.store.get("payment_method", id)),
  ),
  route<Stripe.SetupIntentCreateParams>("POST /v1/setup_intents", (world, params) => {
    const customer = params.customer ? liveCustomer(world, params.customer, "customer").id : null;
    const intent = createSetupIntent(world, customer, mergeMetadata(null, params.metadata));
    if (params.confirm) confirmSetupIntent(world, intent, params.payment_method);
    return intent;
  }),
  route<Stripe.SetupIntentConfirmParams>("POST /v1/setup_intents/:id/confirm", (world, params, id) =>
    confirmSetupIntent(world, world.store.get("setup_intent", id), params.payment_method),
  ),
  route<Stripe.SetupIntentListParams>("GET /v1/setup_intents", (world, params) => {
    const found = world.store
      .all("setup_intent")
      .filter((intent) => !params.customer || intent.customer === params.customer);
    return page(found, params, "/v1/setup_intents");
  }),
  route("GET /v1/setup_intents/:id", (world, _params, id) => world.store.get("setup_intent", id)),
  route<Stripe.PaymentIntentListParams>("GET /v1/payment_intents", (world, params) => {
    const found = world.store
      .all("payment_intent")
      .filter((intent) => !params.customer || intent.customer === params.customer);
    return page(found, params, "/v1/payment_intents");
  }),
  route("GET /v1/payment_intents/:id", (world, _params, id) => world.store.get("payment_intent", id)),
];

export function createSetupIntent(
  world: World,
  customer: string | null,
  metadata: Record<string, string>,
): SetupIntent {
  const id = newId("seti");
  const intent = make("setup_intent", {
    id,
    client_secret: `${id}_secret_${newId("sim")}`,
    created: world.now(customer),
    customer,
    metadata,
    payment_method_types: ["card"],
    status: "requires_payment_method",
    usage: "off_session",
  });
  world.store.insert("setup_intent", intent);
  world.emit("setup_intent.created", intent);
  return intent;
}

function confirmSetupIntent(
  world: World,
  intent: SetupIntent,
  paymentMethod: string | undefined,
): SetupIntent {
  if (!paymentMethod) throw missingParameter("payment_method");
  const method = intent.customer
    ? attachPaymentMethod(world, paymentMethod, intent.customer)
    : world.store.get("payment_method", paymentMethod, "payment_method");
  return succeedSetupIntent(world, intent, method.id);
}

export function succeedSetupIntent(world: World, intent: SetupIntent, paymentMethod: string): SetupIntent {
  intent.payment_method = paymentMethod;
  intent.status = "succeeded";
  world.emit("setup_intent.succeeded", intent);
  return intent;
}
