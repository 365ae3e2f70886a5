import { type StripeSimulator, startStripeSimulator } from "@/dev/stripe/server";
import { signedRequest } from "@/dev/stripe/state/deliveries";
import { env } from "@/lib/infra/env";

type Delivery = { rawBody: string; signature: string | null };

/** Stripe's stand-in in this process, with the product's client pointed at it and its switches at hand. */
export type TestStripe = StripeSimulator & {
  control(path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  /** Pays an open Checkout with a card number. */
  pay(checkoutUrl: string, cardNumber?: string): Promise<number>;
  /** Every event so far as its signed delivery, oldest first. */
  deliveries(at?: Date): Delivery[];
};

export async function startStripe(): Promise<TestStripe> {
  const secret = env().STRIPE_WEBHOOK_SECRET;
  const simulator = await startStripeSimulator({ port: 0, webhookSecret: secret });
  // The environment was read before the port was known.
  Object.assign(env(), { STRIPE_API_BASE: simulator.url });
  const control = async (path: string, body: unknown = {}) => {
    const response = await fetch(`${simulator.url}/_sim/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };
  return {
    ...simulator,
    control,
    async pay(checkoutUrl, cardNumber = "4242424242424242") {
      const id = new URL(checkoutUrl).pathname.split("/").at(-1) ?? "";
      return (await control(`checkout/${id}/complete`, { number: cardNumber })).status;
    },
    deliveries(at = new Date()) {
      const events = simulator.world.store.all("event");
      const seconds = Math.floor(at.getTime() / 1000);
      return [...events]
        .sort((a, b) => a.created - b.created)
        .map((event) => sign(JSON.stringify(event), secret, seconds));
    },
  };
}

/** A delivery as Stripe would sign it. */
export function sign(rawBody: string, secret: string, seconds = Math.floor(Date.now() / 1000)): Delivery {
  return { rawBody, signature: signedRequest(rawBody, secret, seconds).headers["stripe-signature"] };
}
