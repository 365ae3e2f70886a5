import type Stripe from "stripe";
import { invalidRequest, missingParameter } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata, orNull } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId } from "../state/ids";
import { make } from "../state/objects";
import type { Price, Wire } from "../state/wire";
import type { World } from "../state/world";

type Create = Wire<Stripe.PriceCreateParams>;

export const priceRoutes: Route[] = [
  route<Stripe.PriceCreateParams>("POST /v1/prices", createPrice),
  route<Stripe.PriceListParams>("GET /v1/prices", (world, params) => {
    const found = world.store
      .all("price")
      .filter((price) => params.active === undefined || price.active === params.active)
      .filter((price) => !params.product || price.product === params.product)
      .filter((price) => !params.type || price.type === params.type)
      .filter((price) => !params.currency || price.currency === params.currency)
      .filter(
        (price) => !params.recurring?.interval || price.recurring?.interval === params.recurring.interval,
      )
      .filter((price) => !params.lookup_keys || params.lookup_keys.includes(price.lookup_key ?? ""));
    return page(found, params, "/v1/prices");
  }),
  route("GET /v1/prices/:id", (world, _params, id) => world.store.get("price", id)),
  route<Stripe.PriceUpdateParams>("POST /v1/prices/:id", (world, params, id) => {
    const price = world.store.get("price", id);
    world.update(price, "price.updated", () => {
      if (params.active !== undefined) price.active = params.active;
      if (params.nickname !== undefined) price.nickname = orNull(params.nickname);
      if (params.tax_behavior) price.tax_behavior = params.tax_behavior;
      if (params.lookup_key !== undefined) {
        takeLookupKey(world, orNull(params.lookup_key), params.transfer_lookup_key, price);
        price.lookup_key = orNull(params.lookup_key);
      }
      price.metadata = mergeMetadata(price.metadata, params.metadata);
    });
    return price;
  }),
];

export function createPrice(world: World, params: Create): Price {
  const product = productOf(world, params);
  const decimal = unitAmount(params);
  takeLookupKey(world, params.lookup_key ?? null, params.transfer_lookup_key, null);
  const price = make("price", {
    id: newId("price"),
    active: params.active ?? true,
    billing_scheme: "per_unit",
    created: world.now(),
    currency: params.currency.toLowerCase(),
    lookup_key: params.lookup_key ?? null,
    metadata: mergeMetadata(null, params.metadata),
    nickname: params.nickname ?? null,
    product,
    recurring: recurringOf(world, params),
    tax_behavior: params.tax_behavior ?? "unspecified",
    type: params.recurring ? "recurring" : "one_time",
    unit_amount: /^\d+$/.test(decimal) ? Number(decimal) : null,
    unit_amount_decimal: decimal,
  });
  world.store.insert("price", price);
  world.emit("price.created", price);
  return price;
}

function productOf(world: World, params: Create): string {
  if (params.product) return world.store.get("product", params.product, "product").id;
  if (!params.product_data) throw missingParameter("product");
  const now = world.now();
  const product = make("product", {
    id: params.product_data.id ?? newId("prod", 14),
    active: params.product_data.active ?? true,
    created: now,
    images: [],
    marketing_features: [],
    metadata: mergeMetadata(null, params.product_data.metadata),
    name: params.product_data.name,
    type: "service",
    updated: now,
  });
  world.store.insert("product", product);
  world.emit("product.created", product);
  return product.id;
}

function unitAmount(params: Create): string {
  if (!/^[a-z]{3}$/i.test(params.currency)) {
    throw invalidRequest(`Invalid currency: ${params.currency.toLowerCase()}.`, "currency");
  }
  if (params.billing_scheme === "tiered" || params.tiers || params.custom_unit_amount) {
    throw invalidRequest("The simulator has only prices per unit.", "billing_scheme");
  }
  if (params.unit_amount !== undefined && params.unit_amount_decimal !== undefined) {
    throw invalidRequest("You may only specify one of these parameters: unit_amount, unit_amount_decimal.");
  }
  const amount = params.unit_amount_decimal ?? params.unit_amount;
  if (amount === undefined) throw missingParameter("unit_amount");
  if (Number(amount) < 0)
    throw invalidRequest("Invalid non-negative integer", "unit_amount", "parameter_invalid_integer");
  return String(amount);
}

function recurringOf(world: World, { recurring }: Create): Price["recurring"] {
  if (!recurring) return null;
  const usageType = recurring.usage_type ?? "licensed";
  if (usageType === "metered" && !recurring.meter) {
    throw invalidRequest(
      "Metered prices must be backed by a meter.",
      "recurring[meter]",
      "parameter_missing",
    );
  }
  if (recurring.meter) world.store.get("billing.meter", recurring.meter, "recurring[meter]");
  return {
    interval: recurring.interval,
    interval_count: recurring.interval_count ?? 1,
    meter: recurring.meter ?? null,
    trial_period_days: recurring.trial_period_days ?? null,
    usage_type: usageType,
  };
}

/** A lookup key names one price; another price gets it only by transfer. */
function takeLookupKey(
  world: World,
  key: string | null,
  transfer: boolean | undefined,
  self: Price | null,
): void {
  if (!key) return;
  const holder = world.store.all("price").find((price) => price.lookup_key === key && price !== self);
  if (!holder) return;
  if (!transfer) {
    const message =
      `A price (\`${holder.id}\`) already uses that lookup key. ` +
      "To transfer the lookup key from that price, set `transfer_lookup_key=true`.";
    throw invalidRequest(message, "lookup_key");
  }
  world.update(holder, "price.updated", () => {
    holder.lookup_key = null;
  });
}
