import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Stripe from "stripe";
import { afterEach, describe, expect, it } from "vitest";
import type { StripeSimulator } from "./server";
import {
  connect,
  control,
  createCatalogue,
  GOOD_CARD,
  startReceiver,
  startTestSimulator,
  submit,
  WEBHOOK_SECRET,
} from "./testing/simulator";

const open: { close(): Promise<unknown> }[] = [];
const folder = mkdtempSync(path.join(tmpdir(), "stripe-simulator-"));

afterEach(async () => {
  for (const resource of open.splice(0).reverse()) await resource.close();
  rmSync(folder, { recursive: true, force: true });
});

function track<T extends { close(): Promise<unknown> }>(resource: T): T {
  open.push(resource);
  return resource;
}

async function start(options: { secret?: string; dataFile?: string } = {}) {
  const receiver = track(await startReceiver(options.secret));
  const simulator = track(await startTestSimulator({ webhookUrl: receiver.url, dataFile: options.dataFile }));
  return { receiver, simulator, stripe: connect(simulator) };
}

async function pay(simulator: StripeSimulator): Promise<void> {
  const stripe = connect(simulator);
  const { starterMonthly } = await createCatalogue(stripe);
  const session = await stripe.checkout.sessions.create({
    mode: "subscription",
    line_items: [{ price: starterMonthly.id, quantity: 1 }],
    success_url: "http://app.test/",
  });
  await submit(session.url ?? "", { ...GOOD_CARD, email: "ada@example.com" });
}

describe("deliveries", () => {
  it("are signed, in order, and name the request that caused them", async () => {
    const { receiver, simulator } = await start();
    await pay(simulator);
    await simulator.settle();
    expect(receiver.state.rejected).toBe(0);
    const types = receiver.events.map(({ type }) => type);
    const order = [
      "customer.created",
      "customer.subscription.created",
      "invoice.paid",
      "checkout.session.completed",
    ];
    expect(types.filter((type) => order.includes(type))).toEqual(order);
    expect(types).toEqual(simulator.world.store.all("event").map(({ type }) => type));
    expect(receiver.events[0]).toMatchObject({ type: "product.created", request: { id: /^req_/ } });
    const [newest] = (await connect(simulator).events.list({ limit: 1 })).data;
    expect(newest).toMatchObject({ type: "checkout.session.completed", pending_webhooks: 0 });
  });

  it("are refused by a receiver with another secret", async () => {
    const { receiver, stripe, simulator } = await start({ secret: "whsec_another" });
    await stripe.customers.create({ email: "a@example.com" });
    await simulator.settle();
    expect(receiver.events).toEqual([]);
    expect(receiver.state.rejected).toBeGreaterThan(0);
  });

  it("are repeated until the endpoint accepts them, once each", async () => {
    const { receiver, stripe } = await start();
    receiver.state.failures = 3;
    const { id } = await stripe.customers.create({ email: "a@example.com" });
    await stripe.products.create({ name: "Later" });
    await expect.poll(() => receiver.events.length, { timeout: 15_000 }).toBe(2);
    expect(receiver.events.map(({ data }) => (data.object as { id: string }).id)).toContain(id);
    expect((await stripe.events.list()).data.every(({ pending_webhooks }) => pending_webhooks === 0)).toBe(
      true,
    );
  });

  it("go to endpoints made through the API with their own secret", async () => {
    const simulator = track(await startTestSimulator());
    const stripe = connect(simulator);
    const probe = await stripe.webhookEndpoints.create({
      url: "http://127.0.0.1:9/",
      enabled_events: ["price.created"],
    });
    const receiver = track(await startReceiver(probe.secret));
    await stripe.webhookEndpoints.update(probe.id, {
      url: receiver.url,
      enabled_events: ["customer.created"],
    });
    await stripe.products.create({ name: "Unheard" });
    await stripe.customers.create({ email: "heard@example.com" });
    await simulator.settle();
    expect(receiver.events.map(({ type }) => type)).toEqual(["customer.created"]);
    expect(await stripe.webhookEndpoints.retrieve(probe.id)).not.toHaveProperty("secret");
  });
});

describe("controls", () => {
  it("hold, shuffle, release and repeat deliveries", async () => {
    const { receiver, stripe, simulator } = await start();
    await control(simulator, "POST", "deliveries/hold");
    for (let number = 0; number < 12; number += 1)
      await stripe.products.create({ name: `Product ${number}` });
    expect(receiver.events).toEqual([]);
    const shuffled = (await control(simulator, "POST", "deliveries/shuffle")).body;
    await control(simulator, "POST", "deliveries/release");
    await simulator.settle();
    expect(receiver.events.map(({ id }) => id)).toEqual(shuffled);
    const [event] = (await control(simulator, "GET", "events")).body;
    await control(simulator, "POST", `events/${event.id}/redeliver`, { times: 5 });
    await simulator.settle();
    expect(receiver.events.filter(({ id }) => id === event.id)).toHaveLength(6);
  });

  it("make a subscription past due", async () => {
    const { receiver, simulator, stripe } = await start();
    await pay(simulator);
    const [subscription] = (await stripe.subscriptions.list()).data;
    const late = await control(simulator, "POST", `subscriptions/${subscription?.id}/past-due`);
    expect(late.body.status).toBe("past_due");
    await simulator.settle();
    const types = receiver.events.map(({ type }) => type);
    expect(types.slice(-2)).toEqual(["invoice.payment_failed", "customer.subscription.updated"]);
  });

  it("say what there is when the name is wrong", async () => {
    const simulator = track(await startTestSimulator());
    const answer = await control(simulator, "POST", "explode");
    expect(answer.status).toBe(404);
    expect(answer.body.controls).toContain("POST deliveries/hold");
  });
});

describe("a restart", () => {
  it("keeps objects, keys of idempotency and undelivered events", async () => {
    const dataFile = path.join(folder, "restart.json");
    const first = await startTestSimulator({ dataFile, webhookUrl: "http://127.0.0.1:9/closed" });
    const create = (simulator: StripeSimulator) =>
      connect(simulator).customers.create({ email: "kept@example.com" }, { idempotencyKey: "kept" });
    const { id } = await create(first);
    await pay(first);
    const events = first.world.store.all("event").length;
    await first.close();

    const receiver = track(await startReceiver());
    const second = track(await startTestSimulator({ dataFile, webhookUrl: receiver.url }));
    expect((await create(second)).id).toBe(id);
    await expect.poll(() => receiver.events.length, { timeout: 15_000 }).toBe(events);
    expect((await connect(second).subscriptions.list()).data).toHaveLength(1);
  });

  it("works as a process that stops on SIGTERM", async () => {
    const dataFile = path.join(folder, "process.json");
    const env = { STRIPE_SIM_PORT: "0", STRIPE_SIM_DATA: dataFile, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET };
    const child = run(env);
    const port = Number(/:(\d+)$/m.exec(await firstLine(child))?.[1]);
    await connect({ port }).customers.create({ email: "process@example.com" });
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
    expect(readFileSync(dataFile, "utf8")).toContain("process@example.com");
  });

  it("refuses to start without a webhook secret", async () => {
    const child = run({ STRIPE_SIM_PORT: "0" });
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(1);
  });
});

describe("a signature", () => {
  it("covers the time and the body", async () => {
    const { signedRequest } = await import("./state/deliveries");
    const verifier = new Stripe("sk_test_verifier");
    const { body, headers } = signedRequest('{"id":"evt_1","object":"event"}', WEBHOOK_SECRET);
    const signature = headers["stripe-signature"];
    expect(verifier.webhooks.constructEvent(body, signature, WEBHOOK_SECRET).id).toBe("evt_1");
    expect(() => verifier.webhooks.constructEvent(`${body} `, signature, WEBHOOK_SECRET)).toThrow();
    const old = signedRequest(body, WEBHOOK_SECRET, Math.floor(Date.now() / 1000) - 400).headers;
    expect(() => verifier.webhooks.constructEvent(body, old["stripe-signature"], WEBHOOK_SECRET)).toThrow(
      "tolerance",
    );
  });
});

function run(env: Record<string, string>): ChildProcess {
  const root = path.join(import.meta.dirname, "../..");
  const { STRIPE_WEBHOOK_SECRET: _secret, ...inherited } = process.env;
  return spawn(process.execPath, ["--import", "./dev/register.mjs", "dev/stripe/main.ts"], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once("data", (data) => resolve(String(data).trim()));
    child.once("exit", (code) => reject(new Error(`the simulator stopped with ${code}`)));
  });
}
