import "server-only";
import Stripe from "stripe";
import { env } from "@/lib/infra/env";

// Calls run inside transactions that hold the account's lock, so they must end well before those time out.
const TIMEOUT_MS = 6_000;
const MAX_NETWORK_RETRIES = 1;

type Settings = { STRIPE_SECRET_KEY: string; STRIPE_API_BASE?: string | undefined };

let current: { settings: string; client: Stripe } | undefined;

/**
 * The Stripe client of this process. With STRIPE_API_BASE it talks to the simulator, else to Stripe; the
 * code that uses it cannot tell. Retries carry an idempotency key that stripe-node adds by itself.
 */
export function stripeClient(): Stripe {
  const { STRIPE_SECRET_KEY, STRIPE_API_BASE } = env();
  const settings = `${STRIPE_SECRET_KEY}|${STRIPE_API_BASE ?? ""}`;
  if (current?.settings !== settings) current = { settings, client: createStripeClient(env()) };
  return current.client;
}

/** Builds a client from settings; `stripeClient()` is the one to use. */
export function createStripeClient(settings: Settings): Stripe {
  return new Stripe(settings.STRIPE_SECRET_KEY, stripeOptions(settings));
}

/** How a client is set up: for Stripe itself, or for the stand-in that STRIPE_API_BASE names. */
export function stripeOptions({ STRIPE_API_BASE: base }: Pick<Settings, "STRIPE_API_BASE">) {
  return {
    // Pinned: an upgrade of the package must not change the shape of what arrives unnoticed.
    apiVersion: "2026-10-28.endive" as const,
    timeout: TIMEOUT_MS,
    maxNetworkRetries: MAX_NETWORK_RETRIES,
    telemetry: false,
    appInfo: { name: "Atrium" },
    ...apiAddress(base),
  };
}

/** True when the key takes real money; events must be of the same kind. */
export function isLiveKey(secretKey: string): boolean {
  return /^(sk|rk)_live_/.test(secretKey);
}

function apiAddress(base: string | undefined): { protocol?: "http" | "https"; host?: string; port?: string } {
  if (!base) return {};
  const { protocol, hostname, port } = new URL(base);
  const secure = protocol === "https:";
  return { protocol: secure ? "https" : "http", host: hostname, port: port || (secure ? "443" : "80") };
}
