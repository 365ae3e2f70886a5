import "server-only";
import Stripe from "stripe";
import { ConflictError, DomainError } from "@/lib/core/errors";
import { logger } from "@/lib/infra/logger";

/**
 * Runs calls to Stripe and turns its errors into ours.
 * @throws ConflictError card_declined; DomainError upstream_failed for everything that is not the caller's doing
 */
export async function callStripe<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Stripe.errors.StripeCardError) {
      throw new ConflictError(error.message, { reason: "card_declined", cause: error });
    }
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    logger.error({ error, stripeRequestId: error.requestId }, "stripe refused");
    throw new DomainError(
      "upstream_failed",
      "The payment service did not answer as expected. Try again in a moment.",
      {
        retryAfterSeconds: 5,
        cause: error,
      },
    );
  }
}

/** True for Stripe's "no such object". */
export function isMissing(error: unknown): boolean {
  return error instanceof Stripe.errors.StripeInvalidRequestError && error.code === "resource_missing";
}
