import "server-only";
import Stripe from "stripe";
import { env } from "@/lib/infra/env";

const TIMEOUT_MS = 10_000;
const MAX_NETWORK_RETRIES = 2;

let client: Stripe | undefined;

/**
 * The Stripe client of this process. With STRIPE_API_BASE it talks to the simulator, else to Stripe; the
 * code that uses it cannot tell. Retries carry an idempotency key that stripe-node adds by itself.
 */
export function stripeClient(): Stripe {
  client ??= createStripeClient(env());
  return client;
}

/** Builds a client from settings; `stripeClient()` is the one to use. */
export function createStripeClient(settings: {
  STRIPE_SECRET_KEY: string;
  STRIPE_API_BASE?: string;
}): Stripe {
  return new Stripe(settings.STRIPE_SECRET_KEY, {
    // Pinned: an upgrade of the package must not change the shape of what arrives unnoticed.
    apiVersion: "2026-10-28.endive",
    timeout: TIMEOUT_MS,
    maxNetworkRetries: MAX_NETWORK_RETRIES,
    telemetry: false,
    appInfo: { name: "Atrium" },
    ...apiAddress(settings.STRIPE_API_BASE),
  });
}

function apiAddress(base: string | undefined) {
  if (!base) return {};
  const { protocol, hostname, port } = new URL(base);
  const secure = protocol === "https:";
  return {
    protocol: secure ? ("https" as const) : ("http" as const),
    host: hostname,
    port: port || (secure ? "443" : "80"),
  };
}
