import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Stripe from "stripe";
import { type StripeSimulator, type StripeSimulatorOptions, startStripeSimulator } from "../server";
import { API_VERSION } from "../state/world";

export const WEBHOOK_SECRET = "whsec_simulatorTests";
export const GOOD_CARD = card("4242 4242 4242 4242");

export function card(number: string, changes: Record<string, string> = {}): Record<string, string> {
  return { number, expiry: "12 / 40", cvc: "123", name: "Ada Lovelace", country: "NL", ...changes };
}

export function startTestSimulator(options: Partial<StripeSimulatorOptions> = {}): Promise<StripeSimulator> {
  return startStripeSimulator({ port: 0, webhookSecret: WEBHOOK_SECRET, firstRetryMs: 20, ...options });
}

/** The real client; `onAnswer` sees the text of every answer as it came over the wire. */
export function connect(
  simulator: { port: number },
  options: { key?: string; onAnswer?: (body: string) => void } = {},
): Stripe {
  const recorder: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    options.onAnswer?.(await response.clone().text());
    return response;
  };
  return new Stripe(options.key ?? "sk_test_simulator", {
    apiVersion: API_VERSION,
    host: "127.0.0.1",
    port: simulator.port,
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: Stripe.createFetchHttpClient(recorder),
  });
}

/** Two monthly plans and a yearly one. */
export async function createCatalogue(stripe: Stripe) {
  const starter = await stripe.products.create({ name: "Starter", metadata: { plan: "starter" } });
  const pro = await stripe.products.create({ name: "Professional", metadata: { plan: "professional" } });
  const price = (product: string, unit_amount: number, interval: "month" | "year", lookup_key: string) =>
    stripe.prices.create({ product, unit_amount, currency: "usd", recurring: { interval }, lookup_key });
  return {
    starter,
    pro,
    starterMonthly: await price(starter.id, 2_900, "month", "starter_month"),
    proMonthly: await price(pro.id, 9_900, "month", "professional_month"),
    proYearly: await price(pro.id, 99_000, "year", "professional_year"),
  };
}

/** Submits a form of a hosted page and does not follow the redirect. */
export async function submit(url: string, fields: Record<string, string>): Promise<PageAnswer> {
  return pageAnswer(
    await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) }),
  );
}

export async function open(url: string): Promise<PageAnswer> {
  return pageAnswer(await fetch(url, { redirect: "manual" }));
}

export type PageAnswer = { status: number; location: string | null; text: string };

async function pageAnswer(response: Response): Promise<PageAnswer> {
  return { status: response.status, location: response.headers.get("location"), text: await response.text() };
}

/** Uses a control of the simulator. */
export async function control(
  simulator: { url: string },
  method: "GET" | "POST",
  path: string,
  body?: object,
) {
  const init = { method, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(`${simulator.url}/_sim/${path}`, init);
  return { status: response.status, body: await response.json() };
}

/** An endpoint that verifies signatures and can be told to fail. */
export async function startReceiver(secret = WEBHOOK_SECRET) {
  const verifier = new Stripe("sk_test_receiver");
  const events: Stripe.Event[] = [];
  const state = { failures: 0, rejected: 0 };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      if (state.failures > 0) {
        state.failures -= 1;
        response.writeHead(500).end();
        return;
      }
      try {
        events.push(
          verifier.webhooks.constructEvent(body, String(request.headers["stripe-signature"]), secret),
        );
        response.writeHead(200).end();
      } catch {
        state.rejected += 1;
        response.writeHead(400).end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    events,
    state,
    close: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
