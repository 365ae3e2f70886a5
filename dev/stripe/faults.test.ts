import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { StripeSimulator } from "./server";
import { control, startTestSimulator } from "./testing/simulator";

let simulator: StripeSimulator;

beforeAll(async () => {
  simulator = await startTestSimulator();
});
beforeEach(() => control(simulator, "POST", "faults/clear"));
afterAll(() => simulator.close());

function client(settings: Stripe.StripeConfig): Stripe {
  const address = { host: "127.0.0.1", port: simulator.port, protocol: "http" as const, telemetry: false };
  return new Stripe("sk_test_faults", { ...address, ...settings });
}

describe("faults", () => {
  it.each(["error", "rate_limit", "garbage", "reset"])(
    "reach a client that does not retry: %s",
    async (kind) => {
      // stripe-node always tries once more when a kept connection turns out to be closed.
      await control(simulator, "POST", "faults", { kind, times: kind === "reset" ? 2 : 1 });
      await expect(client({ maxNetworkRetries: 0 }).customers.list()).rejects.toThrow();
      await expect(client({ maxNetworkRetries: 0 }).customers.list()).resolves.toBeDefined();
    },
  );

  it("make no second object when an answer is lost and the client retries", async () => {
    await control(simulator, "POST", "faults", { kind: "lost_answer", match: "POST /v1/customers" });
    const { id } = await client({ maxNetworkRetries: 2 }).customers.create({ email: "lost@example.com" });
    const found = simulator.world.store.all("customer").filter(({ email }) => email === "lost@example.com");
    expect(found.map((customer) => customer.id)).toEqual([id]);
  });

  it("hang until the client gives up", async () => {
    await control(simulator, "POST", "faults", { kind: "hang", match: "/v1/products" });
    const patient = client({ maxNetworkRetries: 0, timeout: 300 });
    await expect(patient.customers.list()).resolves.toBeDefined();
    await expect(patient.products.list()).rejects.toMatchObject({ type: "StripeConnectionError" });
  });

  it("delay an answer", async () => {
    await control(simulator, "POST", "faults", { kind: "slow", delay_ms: 150 });
    const start = performance.now();
    await client({}).customers.list();
    expect(performance.now() - start).toBeGreaterThan(140);
  });

  it("are refused when nobody knows them", async () => {
    expect((await control(simulator, "POST", "faults", { kind: "explode" })).status).toBe(400);
  });
});
