import type Stripe from "stripe";
import { page } from "../http/lists";
import { mergeMetadata, orNull } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Objects } from "../state/wire";
import type { World } from "../state/world";

/** The endpoint of STRIPE_WEBHOOK_URL, as if it had been set up in the dashboard. */
const CONFIGURED_ID = "we_simulatorConfigured";

export const webhookRoutes: Route[] = [
  route<Stripe.WebhookEndpointCreateParams>("POST /v1/webhook_endpoints", (world, params) => {
    const endpoint = endpointObject(newId("we"), params.url, params.enabled_events, world.now());
    endpoint.description = orNull(params.description);
    endpoint.metadata = mergeMetadata(null, params.metadata);
    const secret = newId("whsec", 32);
    world.store.privateState.webhookSecrets[endpoint.id] = secret;
    world.store.insert("webhook_endpoint", endpoint);
    return { ...endpoint, secret };
  }),
  route<Stripe.WebhookEndpointListParams>("GET /v1/webhook_endpoints", (world, params) =>
    page(world.store.all("webhook_endpoint"), params, "/v1/webhook_endpoints"),
  ),
  route("GET /v1/webhook_endpoints/:id", (world, _params, id) => world.store.get("webhook_endpoint", id)),
  route<Stripe.WebhookEndpointUpdateParams>("POST /v1/webhook_endpoints/:id", (world, params, id) => {
    const endpoint = world.store.get("webhook_endpoint", id);
    if (params.url) endpoint.url = params.url;
    if (params.enabled_events) endpoint.enabled_events = params.enabled_events;
    if (params.disabled !== undefined) endpoint.status = params.disabled ? "disabled" : "enabled";
    if (params.description !== undefined) endpoint.description = orNull(params.description);
    endpoint.metadata = mergeMetadata(endpoint.metadata, params.metadata);
    return endpoint;
  }),
  route("DELETE /v1/webhook_endpoints/:id", (world, _params, id) => {
    world.store.get("webhook_endpoint", id);
    world.store.tables.webhook_endpoint.delete(id);
    return { id, object: "webhook_endpoint", deleted: true };
  }),
  route<Stripe.EventListParams>("GET /v1/events", (world, params) => {
    const found = world.store.all("event").filter((event) => isWanted(event.type, params.type, params.types));
    return page(found, params, "/v1/events");
  }),
  route("GET /v1/events/:id", (world, _params, id) => world.store.get("event", id)),
];

/** Points the configured endpoint at `url`; undelivered events follow it. */
export function configureWebhook(world: World, url: string | undefined, secret: string): void {
  const existing = world.store.find("webhook_endpoint", CONFIGURED_ID);
  if (!url) {
    if (existing) existing.status = "disabled";
    return;
  }
  const endpoint = existing ?? endpointObject(CONFIGURED_ID, url, ["*"], world.now());
  endpoint.url = url;
  endpoint.status = "enabled";
  world.store.privateState.webhookSecrets[CONFIGURED_ID] = secret;
  world.store.insert("webhook_endpoint", endpoint);
}

function endpointObject(
  id: string,
  url: string,
  events: string[],
  created: number,
): Objects["webhook_endpoint"] {
  return make("webhook_endpoint", {
    id,
    created,
    enabled_events: events,
    metadata: {},
    status: "enabled",
    url,
  });
}

function isWanted(type: string, wanted: string | undefined, list: string[] | undefined): boolean {
  if (list) return list.includes(type);
  if (wanted?.endsWith("*")) return type.startsWith(wanted.slice(0, -1));
  return !wanted || type === wanted;
}
