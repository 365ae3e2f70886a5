import type Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StripeSimulator } from "./server";
import { connect, createCatalogue, startTestSimulator } from "./testing/simulator";

let simulator: StripeSimulator;
let stripe: Stripe;

beforeAll(async () => {
  simulator = await startTestSimulator();
  stripe = connect(simulator);
});
afterAll(() => simulator.close());

/** Sends a form that the client's types would not let through. */
async function post(path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${simulator.url}${path}`, {
    method: "POST",
    headers: { authorization: "Bearer sk_test_raw", ...headers },
    body: new URLSearchParams(form),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("keys", () => {
  it("refuses live keys and says why", async () => {
    const live = connect(simulator, { key: "sk_live_123" });
    await expect(live.customers.list()).rejects.toMatchObject({
      type: "StripeAuthenticationError",
      statusCode: 401,
      message: expect.stringContaining("refuses live keys"),
    });
  });

  it.each(["rk_live_1", "pk_test_1", "nonsense"])("refuses %s", async (key) => {
    await expect(connect(simulator, { key }).customers.list()).rejects.toMatchObject({ statusCode: 401 });
  });

  it("refuses a request without a key", async () => {
    const response = await fetch(`${simulator.url}/v1/customers`);
    expect(response.status).toBe(401);
  });
});

describe("errors", () => {
  it("name the parameter that is unknown, at any depth", async () => {
    const flat = await post("/v1/customers", { emial: "a@example.com" });
    expect(flat).toMatchObject({
      status: 400,
      body: { error: { code: "parameter_unknown", param: "emial" } },
    });
    const nested = await post("/v1/customers", { "address[zip]": "1" });
    expect(nested.body.error).toMatchObject({ code: "parameter_unknown", param: "address[zip]" });
    const gone = await post("/v1/checkout/sessions", { mode: "setup", "payment_method_types[0]": "card" });
    expect(gone.body.error).toMatchObject({ code: "parameter_unknown", param: "payment_method_types" });
  });

  it("name the parameter that is missing or malformed", async () => {
    const missing = await post("/v1/products", {});
    expect(missing.body.error).toMatchObject({ code: "parameter_missing", param: "name" });
    const integer = await post("/v1/customers", { balance: "many" });
    expect(integer.body.error).toMatchObject({ code: "parameter_invalid_integer", param: "balance" });
    const word = await post("/v1/customers", { tax_exempt: "maybe" });
    expect(word.body.error).toMatchObject({ type: "invalid_request_error", param: "tax_exempt" });
    const empty = await post("/v1/customers", { balance: "" });
    expect(empty.body.error).toMatchObject({ code: "parameter_invalid_empty" });
  });

  it("say which object is missing, with a request id", async () => {
    await expect(stripe.customers.retrieve("cus_none")).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
      param: "id",
      requestId: expect.stringMatching(/^req_/),
    });
  });

  it("refuse endpoints and API versions the simulator does not have", async () => {
    expect((await post("/v1/charges", {})).status).toBe(404);
    const old = await post("/v1/customers", {}, { "stripe-version": "2019-01-01" });
    expect(old).toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining("2019-01-01") } },
    });
  });

  it("refuse parameters that would change amounts and that the simulator does not follow", async () => {
    const tax = {
      mode: "setup",
      currency: "eur",
      success_url: "http://app.test/",
      "automatic_tax[enabled]": "true",
    };
    expect((await post("/v1/checkout/sessions", tax)).body.error).toMatchObject({ param: "automatic_tax" });
    const off = await post("/v1/checkout/sessions", { ...tax, "automatic_tax[enabled]": "false" });
    expect(off.status).toBe(200);
  });

  it("refuse a request for another host", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      const headers = { host: "evil.example" };
      request({ port: simulator.port, host: "127.0.0.1", path: "/_sim/events", headers }, (response) => {
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(421);
  });
});

describe("idempotency keys", () => {
  it("replay the first answer for the same request", async () => {
    const options = { idempotencyKey: "same-request" };
    const first = await stripe.customers.create({ email: "once@example.com" }, options);
    const second = await stripe.customers.create({ email: "once@example.com" }, options);
    expect(second.id).toBe(first.id);
    const replayed = await post(
      "/v1/customers",
      { email: "once@example.com" },
      { "idempotency-key": "same-request" },
    );
    expect(replayed.headers.get("idempotent-replayed")).toBe("true");
    expect((await stripe.customers.list({ email: "once@example.com" })).data).toHaveLength(1);
  });

  it("refuse another request", async () => {
    const options = { idempotencyKey: "other-request" };
    await stripe.customers.create({ email: "a@example.com" }, options);
    await expect(stripe.customers.create({ email: "b@example.com" }, options)).rejects.toMatchObject({
      statusCode: 400,
      type: "StripeIdempotencyError",
    });
    await expect(stripe.products.create({ name: "A" }, options)).rejects.toMatchObject({ statusCode: 400 });
  });

  it("make one object of fifty concurrent requests", async () => {
    const create = () => stripe.products.create({ name: "Fifty" }, { idempotencyKey: "fifty" });
    const products = await Promise.all(Array.from({ length: 50 }, create));
    expect(new Set(products.map(({ id }) => id)).size).toBe(1);
  });

  it("are free again after a refused request", async () => {
    const key = { "idempotency-key": "refused-first" };
    expect((await post("/v1/products", { nam: "A" }, key)).status).toBe(400);
    expect((await post("/v1/products", { name: "A" }, key)).status).toBe(200);
  });
});

describe("lists", () => {
  it("page through everything once, newest first", async () => {
    for (let number = 0; number < 7; number += 1)
      await stripe.customers.create({ email: "page@example.com" });
    const query = { email: "page@example.com", limit: 3 };
    const first = await stripe.customers.list(query);
    expect([first.data.length, first.has_more]).toEqual([3, true]);
    const all = await stripe.customers.list(query).autoPagingToArray({ limit: 100 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(7);
    const back = await stripe.customers.list({ ...query, ending_before: all[3]?.id ?? "" });
    expect(back.data.map(({ id }) => id)).toEqual(all.slice(0, 3).map(({ id }) => id));
    expect(back.has_more).toBe(false);
  });

  it("refuse a wrong limit and an unknown cursor", async () => {
    await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: "limit" });
    await expect(stripe.customers.list({ starting_after: "cus_none" })).rejects.toMatchObject({
      code: "resource_missing",
    });
  });
});

describe("objects", () => {
  it("merge metadata key by key", async () => {
    const { id } = await stripe.customers.create({ metadata: { a: "1", b: "2" } });
    expect((await stripe.customers.update(id, { metadata: { b: "", c: "3" } })).metadata).toEqual({
      a: "1",
      c: "3",
    });
    expect((await stripe.customers.update(id, { metadata: "" })).metadata).toEqual({});
    const tooLong = stripe.customers.update(id, { metadata: { a: "x".repeat(501) } });
    await expect(tooLong).rejects.toMatchObject({ param: "metadata[a]" });
  });

  it("expand along paths and refuse what is not expandable", async () => {
    const { starterMonthly } = await createCatalogue(stripe);
    const price = await stripe.prices.retrieve(starterMonthly.id, { expand: ["product"] });
    expect(price.product).toMatchObject({ name: "Starter" });
    const list = await stripe.prices.list({ limit: 1, expand: ["data.product"] });
    expect(list.data[0]?.product).toMatchObject({ object: "product" });
    const method = await stripe.paymentMethods.attach("pm_card_visa", {
      customer: (await stripe.customers.create()).id,
    });
    const items = [{ price: starterMonthly.id }];
    const created = { customer: String(method.customer), items, default_payment_method: "pm_card_visa" };
    const subscription = await stripe.subscriptions.create({
      ...created,
      expand: ["items.data.price.product"],
    });
    expect(subscription.items.data[0]?.price.product).toMatchObject({ name: "Starter" });
    expect(subscription.default_payment_method).toBe(method.id);
    for (const path of ["currency", "invented"]) {
      await expect(stripe.prices.retrieve(starterMonthly.id, { expand: [path] })).rejects.toThrow(
        "cannot be expanded",
      );
    }
  });

  it("give a lookup key to one price at a time", async () => {
    const product = await stripe.products.create({ name: "Keys" });
    const base = { product: product.id, currency: "eur", unit_amount: 100, lookup_key: "the-key" };
    const first = await stripe.prices.create(base);
    await expect(stripe.prices.create(base)).rejects.toMatchObject({ param: "lookup_key" });
    const second = await stripe.prices.create({ ...base, transfer_lookup_key: true });
    expect((await stripe.prices.list({ lookup_keys: ["the-key"] })).data.map(({ id }) => id)).toEqual([
      second.id,
    ]);
    expect((await stripe.prices.retrieve(first.id)).lookup_key).toBeNull();
  });

  it("leave a tombstone of a deleted customer", async () => {
    const { id } = await stripe.customers.create({ email: "gone@example.com" });
    await stripe.customers.del(id);
    expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true });
    await expect(stripe.customers.update(id, { name: "B" })).rejects.toMatchObject({
      code: "resource_missing",
    });
    expect((await stripe.customers.list({ email: "gone@example.com" })).data).toEqual([]);
  });
});
