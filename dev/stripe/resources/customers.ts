import type Stripe from "stripe";
import { attachPaymentMethod, methodOfCustomer } from "../billing/payment-methods";
import { invalidRequest } from "../http/errors";
import { page } from "../http/lists";
import { mergeMetadata, orNull } from "../http/metadata";
import { type Route, route } from "../http/router";
import { newId, randomWord } from "../state/ids";
import { make } from "../state/objects";
import type { Customer, Wire } from "../state/wire";
import type { World } from "../state/world";
import { cancelSubscription } from "../subscriptions/cancel-subscription";

type Create = Wire<Stripe.CustomerCreateParams>;
type Update = Wire<Stripe.CustomerUpdateParams>;

export const customerRoutes: Route[] = [
  route<Stripe.CustomerCreateParams>("POST /v1/customers", createCustomer),
  route<Stripe.CustomerListParams>("GET /v1/customers", (world, params) => {
    const found = world.store
      .all("customer")
      .filter((customer) => !customer.deleted)
      .filter((customer) => !params.email || customer.email?.toLowerCase() === params.email.toLowerCase())
      .filter((customer) => (params.test_clock ? customer.test_clock === params.test_clock : true));
    return page(found, params, "/v1/customers");
  }),
  route<Stripe.CustomerSearchParams>("GET /v1/customers/search", (world, params) => {
    const found = world.store.all("customer").filter((customer) => matches(customer, params.query));
    const { data, has_more } = page(found, { limit: params.limit }, "");
    return { object: "search_result", data, has_more, next_page: null, url: "/v1/customers/search" };
  }),
  route("GET /v1/customers/:id", (world, _params, id) => world.store.get("customer", id)),
  route<Stripe.CustomerUpdateParams>("POST /v1/customers/:id", (world, params, id) =>
    updateCustomer(world, liveCustomer(world, id), params),
  ),
  route("DELETE /v1/customers/:id", (world, _params, id) => deleteCustomer(world, liveCustomer(world, id))),
];

export function createCustomer(world: World, params: Create): Customer {
  if (params.test_clock) world.store.get("test_helpers.test_clock", params.test_clock, "test_clock");
  const customer = make("customer", {
    id: newId("cus", 14),
    address: null,
    balance: params.balance ?? 0,
    created: 0,
    delinquent: false,
    email: orNull(params.email),
    description: orNull(params.description),
    invoice_prefix: randomWord(8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    metadata: mergeMetadata(null, params.metadata),
    name: orNull(params.name),
    next_invoice_sequence: 1,
    phone: orNull(params.phone),
    preferred_locales: params.preferred_locales ?? [],
    tax_exempt: "none",
    test_clock: params.test_clock ?? null,
  });
  world.store.insert("customer", customer);
  customer.created = world.now(customer.id);
  applyShared(customer, params);
  world.emit("customer.created", customer);
  if (params.payment_method) {
    const method = attachPaymentMethod(world, params.payment_method, customer.id);
    customer.invoice_settings.default_payment_method ??= method.id;
  }
  const wanted = params.invoice_settings?.default_payment_method;
  if (wanted) customer.invoice_settings.default_payment_method = defaultMethod(world, customer, wanted);
  return customer;
}

function updateCustomer(world: World, customer: Customer, params: Update): Customer {
  world.update(customer, "customer.updated", () => {
    if (params.email !== undefined) customer.email = orNull(params.email);
    if (params.name !== undefined) customer.name = orNull(params.name);
    if (params.description !== undefined) customer.description = orNull(params.description);
    if (params.phone !== undefined) customer.phone = orNull(params.phone);
    if (params.balance !== undefined) customer.balance = params.balance;
    if (params.preferred_locales) customer.preferred_locales = params.preferred_locales;
    customer.metadata = mergeMetadata(customer.metadata, params.metadata);
    applyShared(customer, params);
    const wanted = params.invoice_settings?.default_payment_method;
    if (wanted !== undefined) {
      customer.invoice_settings.default_payment_method = defaultMethod(world, customer, wanted);
    }
  });
  return customer;
}

function applyShared(customer: Customer, params: Create | Update): void {
  if (params.tax_exempt !== undefined) customer.tax_exempt = orNull(params.tax_exempt) ?? "none";
  if (params.address !== undefined) {
    const blank = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null };
    const given = orNull(params.address);
    customer.address = given && {
      ...blank,
      ...Object.fromEntries(Object.entries(given).map(([k, v]) => [k, v || null])),
    };
  }
  if (params.invoice_settings?.footer !== undefined) {
    customer.invoice_settings.footer = orNull(params.invoice_settings.footer);
  }
}

function defaultMethod(world: World, customer: Customer, id: string): string | null {
  if (id === "") return null;
  return methodOfCustomer(world, id, customer.id, "invoice_settings[default_payment_method]").id;
}

/** A deleted customer can be read, as `{deleted: true}`, and nothing else. */
export function liveCustomer(world: World, id: string, param = "id"): Customer {
  const customer = world.store.get("customer", id, param);
  if (!customer.deleted) return customer;
  throw invalidRequest(`No such customer: '${id}'`, param, "resource_missing");
}

function deleteCustomer(world: World, customer: Customer): object {
  for (const subscription of world.store.all("subscription")) {
    if (subscription.customer === customer.id && subscription.status !== "canceled") {
      cancelSubscription(world, subscription, { reason: "cancellation_requested" });
    }
  }
  world.emit("customer.deleted", customer);
  const tombstone = { id: customer.id, object: "customer", deleted: true };
  world.store.replace("customer", customer.id, tombstone);
  return tombstone;
}

/** Understands `field:'value'` and `metadata['key']:'value'`, joined by AND. */
function matches(customer: Customer, query: string): boolean {
  if (customer.deleted) return false;
  return query.split(/\s+AND\s+/i).every((clause) => {
    const metadata = /^\s*metadata\[['"]([^'"]+)['"]\]\s*:\s*['"]([^'"]*)['"]\s*$/.exec(clause);
    if (metadata) return customer.metadata[metadata[1] ?? ""] === metadata[2];
    const field = /^\s*(email|name|phone)\s*[:~]\s*['"]([^'"]*)['"]\s*$/.exec(clause);
    if (!field) throw invalidRequest(`We were unable to parse the query: ${clause}`, "query");
    const value = { email: customer.email, name: customer.name, phone: customer.phone }[field[1] ?? ""];
    return value?.toLowerCase() === field[2]?.toLowerCase();
  });
}
