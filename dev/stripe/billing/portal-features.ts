import type Stripe from "stripe";
import { invalidRequest, missingParameter } from "../http/errors";
import { orNull } from "../http/metadata";
import type { Objects, Wire } from "../state/wire";
import type { World } from "../state/world";

type Features = Objects["billing_portal.configuration"]["features"];
type Given = Wire<Stripe.BillingPortal.ConfigurationUpdateParams.Features>;
type Cancel = Features["subscription_cancel"];
type Update = Features["subscription_update"];

const CANCEL_REASONS: Cancel["cancellation_reason"]["options"] = [
  "too_expensive",
  "missing_features",
  "switched_service",
  "unused",
  "other",
];

/** The features of a portal configuration: what is given over what was there, or over "off". */
export function portalFeatures(world: World, given: Given, current: Features | null): Features {
  const { customer_update: customer, invoice_history: history, payment_method_update: method } = given;
  return {
    customer_update: {
      enabled: customer?.enabled ?? current?.customer_update.enabled ?? false,
      allowed_updates: orNull(customer?.allowed_updates) ?? current?.customer_update.allowed_updates ?? [],
    },
    invoice_history: { enabled: history?.enabled ?? current?.invoice_history.enabled ?? false },
    payment_method_update: {
      enabled: method?.enabled ?? current?.payment_method_update.enabled ?? false,
      payment_method_configuration: null,
    },
    subscription_cancel: cancelFeature(given.subscription_cancel, current?.subscription_cancel),
    subscription_pause: current?.subscription_pause ?? {
      duration: { interval_options: [], type: "indefinite" },
      enabled: false,
    },
    subscription_update: updateFeature(world, given.subscription_update, current?.subscription_update),
  };
}

function cancelFeature(given: Given["subscription_cancel"], current: Cancel | undefined): Cancel {
  const reason = given?.cancellation_reason;
  return {
    enabled: given?.enabled ?? current?.enabled ?? false,
    mode: given?.mode ?? current?.mode ?? "at_period_end",
    proration_behavior: given?.proration_behavior ?? current?.proration_behavior ?? "none",
    cancellation_reason: {
      enabled: reason?.enabled ?? current?.cancellation_reason.enabled ?? false,
      feedback_options: null,
      options: orNull(reason?.options) ?? current?.cancellation_reason.options ?? CANCEL_REASONS,
    },
  };
}

function updateFeature(
  world: World,
  given: Given["subscription_update"],
  current: Update | undefined,
): Update {
  const enabled = given?.enabled ?? current?.enabled ?? false;
  const products = orNull(given?.products)?.map((entry, index) => allowedProduct(world, entry, index));
  const allowed = products ?? current?.products ?? null;
  if (enabled && !allowed?.length) throw missingParameter("features[subscription_update][products]");
  return {
    enabled,
    billing_cycle_anchor: given?.billing_cycle_anchor ?? current?.billing_cycle_anchor ?? null,
    default_allowed_updates: orNull(given?.default_allowed_updates) ?? current?.default_allowed_updates ?? [],
    proration_behavior: given?.proration_behavior ?? current?.proration_behavior ?? "none",
    products: allowed,
    schedule_at_period_end: current?.schedule_at_period_end ?? { conditions: [] },
    trial_update_behavior: given?.trial_update_behavior ?? current?.trial_update_behavior ?? "end_trial",
  };
}

type ProductInput = Extract<
  NonNullable<NonNullable<Given["subscription_update"]>["products"]>,
  unknown[]
>[number];

function allowedProduct(
  world: World,
  entry: ProductInput,
  index: number,
): NonNullable<Update["products"]>[number] {
  const path = `features[subscription_update][products][${index}]`;
  world.store.get("product", entry.product, `${path}[product]`);
  for (const id of entry.prices) {
    const price = world.store.get("price", id, `${path}[prices]`);
    if (price.product !== entry.product) {
      throw invalidRequest(`Price ${id} does not belong to product ${entry.product}.`, `${path}[prices]`);
    }
  }
  return {
    product: entry.product,
    prices: entry.prices,
    adjustable_quantity: { enabled: false, maximum: null, minimum: 1 },
  };
}
