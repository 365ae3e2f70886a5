import type Stripe from "stripe";
import { portalFeatures } from "../billing/portal-features";
import { invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata, orNull } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Objects, Wire } from "../state/wire";
import type { World } from "../state/world";
import { liveCustomer } from "./customers";

type Configuration = Objects["billing_portal.configuration"];
type Session = Objects["billing_portal.session"];
type CreateSession = Wire<Stripe.BillingPortal.SessionCreateParams>;

export const portalRoutes: Route[] = [
  route<Stripe.BillingPortal.ConfigurationCreateParams>(
    "POST /v1/billing_portal/configurations",
    createConfiguration,
  ),
  route<Stripe.BillingPortal.ConfigurationListParams>(
    "GET /v1/billing_portal/configurations",
    (world, params) => {
      const found = world.store
        .all("billing_portal.configuration")
        .filter(({ active }) => params.active === undefined || active === params.active)
        .filter(({ is_default }) => params.is_default === undefined || is_default === params.is_default);
      return page(found, params, "/v1/billing_portal/configurations");
    },
  ),
  route("GET /v1/billing_portal/configurations/:id", (world, _params, id) =>
    world.store.get("billing_portal.configuration", id),
  ),
  route<Stripe.BillingPortal.ConfigurationUpdateParams>(
    "POST /v1/billing_portal/configurations/:id",
    (world, params, id) =>
      updateConfiguration(world, world.store.get("billing_portal.configuration", id), params),
  ),
  route<Stripe.BillingPortal.SessionCreateParams>("POST /v1/billing_portal/sessions", createSession),
];

function createConfiguration(
  world: World,
  params: Wire<Stripe.BillingPortal.ConfigurationCreateParams>,
): Configuration {
  const now = world.now();
  const configuration = make("billing_portal.configuration", {
    id: newId("bpc"),
    active: true,
    business_profile: {
      headline: orNull(params.business_profile?.headline),
      privacy_policy_url: params.business_profile?.privacy_policy_url ?? null,
      terms_of_service_url: params.business_profile?.terms_of_service_url ?? null,
    },
    created: now,
    default_return_url: orNull(params.default_return_url),
    features: portalFeatures(world, params.features, null),
    is_default: false,
    login_page: { enabled: false, url: null },
    metadata: mergeMetadata(null, params.metadata),
    name: orNull(params.name),
    updated: now,
  });
  world.store.insert("billing_portal.configuration", configuration);
  world.emit("billing_portal.configuration.created", configuration);
  return configuration;
}

function updateConfiguration(
  world: World,
  configuration: Configuration,
  params: Wire<Stripe.BillingPortal.ConfigurationUpdateParams>,
): Configuration {
  world.update(configuration, "billing_portal.configuration.updated", () => {
    if (params.active !== undefined) configuration.active = params.active;
    if (params.default_return_url !== undefined)
      configuration.default_return_url = orNull(params.default_return_url);
    if (params.name !== undefined) configuration.name = orNull(params.name);
    if (params.business_profile) {
      const { headline, privacy_policy_url, terms_of_service_url } = params.business_profile;
      const profile = configuration.business_profile;
      if (headline !== undefined) profile.headline = orNull(headline);
      if (privacy_policy_url !== undefined) profile.privacy_policy_url = orNull(privacy_policy_url);
      if (terms_of_service_url !== undefined) profile.terms_of_service_url = orNull(terms_of_service_url);
    }
    if (params.features)
      configuration.features = portalFeatures(world, params.features, configuration.features);
    configuration.metadata = mergeMetadata(configuration.metadata, params.metadata);
    configuration.updated = world.now();
  });
  return configuration;
}

function createSession(world: World, params: CreateSession): Session {
  if (!params.customer) throw missingParameter("customer");
  const customer = liveCustomer(world, params.customer, "customer");
  const configuration = configurationOf(world, params.configuration);
  const id = newId("bps");
  const session = make("billing_portal.session", {
    id,
    configuration: configuration.id,
    created: Math.floor(Date.now() / 1000),
    customer: customer.id,
    flow: flowOf(world, params, customer.id),
    locale: params.locale ?? null,
    return_url: params.return_url ?? configuration.default_return_url,
    url: `${world.publicUrl}/portal/${id}`,
  });
  world.store.insert("billing_portal.session", session);
  world.emit("billing_portal.session.created", session);
  return session;
}

function configurationOf(world: World, id: string | undefined): Configuration {
  if (id) {
    const chosen = world.store.get("billing_portal.configuration", id, "configuration");
    if (!chosen.active) throw invalidRequest("The configuration is not active.", "configuration");
    return chosen;
  }
  const byDefault = world.store.all("billing_portal.configuration").find(({ is_default }) => is_default);
  if (byDefault) return byDefault;
  throw invalidRequest(
    "No configuration provided and your test mode default configuration has not been created. Provide a " +
      "configuration or create your default by saving your customer portal settings in test mode.",
  );
}

function flowOf(world: World, params: CreateSession, customer: string): Session["flow"] {
  const flow = params.flow_data;
  if (!flow) return null;
  const subscription =
    flow.subscription_cancel?.subscription ??
    flow.subscription_update?.subscription ??
    flow.subscription_update_confirm?.subscription;
  if (subscription && world.store.get("subscription", subscription, "flow_data").customer !== customer) {
    throw invalidRequest("The subscription does not belong to the customer.", "flow_data");
  }
  if (flow.type.startsWith("subscription") && !subscription)
    throw missingParameter(`flow_data[${flow.type}]`);
  const completion = flow.after_completion;
  return {
    after_completion: {
      hosted_confirmation: completion?.hosted_confirmation
        ? { custom_message: completion.hosted_confirmation.custom_message ?? null }
        : null,
      redirect: completion?.redirect ?? null,
      type: completion?.type ?? "portal_homepage",
    },
    customer_update: null,
    subscription_cancel: flow.subscription_cancel
      ? { retention: null, subscription: flow.subscription_cancel.subscription }
      : null,
    subscription_pause: null,
    subscription_update: flow.subscription_update ?? null,
    subscription_update_confirm: flow.subscription_update_confirm
      ? {
          discounts: null,
          items: flow.subscription_update_confirm.items.map(({ id, price, quantity }) => ({
            id,
            price: price ?? null,
            ...(quantity !== undefined && { quantity }),
          })),
          subscription: flow.subscription_update_confirm.subscription,
        }
      : null,
    type: flow.type,
  };
}
