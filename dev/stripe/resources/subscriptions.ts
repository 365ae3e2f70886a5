import type Stripe from "stripe";
import { invalidRequest } from "../http/errors";
import { page } from "../http/lists";
import { type Route, route } from "../http/router";
import type { Subscription } from "../state/wire";
import { cancelSubscription } from "../subscriptions/cancel-subscription";
import { createSubscription } from "../subscriptions/create-subscription";
import { updateSubscription } from "../subscriptions/update-subscription";
import { liveCustomer } from "./customers";

export const subscriptionRoutes: Route[] = [
  route<Stripe.SubscriptionCreateParams>("POST /v1/subscriptions", (world, params) => {
    if (params.customer) liveCustomer(world, params.customer, "customer");
    return createSubscription(world, params);
  }),
  route<Stripe.SubscriptionListParams>("GET /v1/subscriptions", (world, params) => {
    const found = world.store
      .all("subscription")
      .filter((subscription) => !params.customer || subscription.customer === params.customer)
      .filter((subscription) => hasStatus(subscription, params.status))
      .filter(({ items }) => !params.price || items.data.some(({ price }) => price.id === params.price))
      .filter(({ test_clock }) => !params.test_clock || test_clock === params.test_clock);
    return page(found, params, "/v1/subscriptions");
  }),
  route("GET /v1/subscriptions/:id", (world, _params, id) => world.store.get("subscription", id)),
  route<Stripe.SubscriptionUpdateParams>("POST /v1/subscriptions/:id", (world, params, id) =>
    updateSubscription(world, world.store.get("subscription", id), params),
  ),
  route<Stripe.SubscriptionResumeParams>("POST /v1/subscriptions/:id/resume", (world, _params, id) => {
    const subscription = world.store.get("subscription", id);
    if (subscription.status !== "paused") {
      throw invalidRequest(`Subscription ${id} must be paused to be resumed; it is ${subscription.status}.`);
    }
    subscription.status = "active";
    world.emit("customer.subscription.resumed", subscription);
    return subscription;
  }),
  route<Stripe.SubscriptionCancelParams>("DELETE /v1/subscriptions/:id", (world, params, id) => {
    const subscription = world.store.get("subscription", id);
    const details = params.cancellation_details;
    if (details && subscription.cancellation_details) {
      subscription.cancellation_details.comment = details.comment || null;
      subscription.cancellation_details.feedback = details.feedback || null;
    }
    return cancelSubscription(world, subscription, {
      prorate: params.prorate,
      reason: "cancellation_requested",
    });
  }),
  route<Stripe.SubscriptionItemListParams>("GET /v1/subscription_items", (world, params) => {
    const { items } = world.store.get("subscription", params.subscription, "subscription");
    return page(items.data, params, "/v1/subscription_items");
  }),
];

/** Without a filter Stripe leaves out what has ended. */
function hasStatus(subscription: Subscription, wanted: string | undefined): boolean {
  const ended = subscription.status === "canceled" || subscription.status === "incomplete_expired";
  if (wanted === undefined) return subscription.status !== "canceled";
  if (wanted === "all") return true;
  return wanted === "ended" ? ended : subscription.status === wanted;
}
