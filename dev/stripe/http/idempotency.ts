import type { StoredAnswer } from "../state/private-state";
import type { Store } from "../state/store";
import { StripeError } from "./errors";

const LIFETIME_MS = 24 * 60 * 60 * 1000;

/**
 * The answer this key got before, if any.
 * @throws StripeError idempotency_error when the key came with another request
 */
export function recallAnswer(
  store: Store,
  key: string,
  path: string,
  fingerprint: string,
): StoredAnswer | undefined {
  if (key.length > 255) {
    throw new StripeError(400, "idempotency_error", "Idempotency keys can have up to 255 characters.");
  }
  const earlier = store.privateState.idempotency[key];
  if (!earlier || Date.now() - earlier.createdAtMs > LIFETIME_MS) return undefined;
  if (earlier.fingerprint === fingerprint) return earlier;
  const message =
    earlier.path === path
      ? "Keys for idempotent requests can only be used with the same parameters they were first used with. "
      : `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${earlier.path}' vs '${path}'). `;
  const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
  throw new StripeError(400, "idempotency_error", message + advice);
}

export function rememberAnswer(store: Store, key: string, answer: StoredAnswer): void {
  const kept = Object.entries(store.privateState.idempotency);
  const fresh = kept.filter(([, { createdAtMs }]) => Date.now() - createdAtMs <= LIFETIME_MS);
  store.privateState.idempotency = { ...Object.fromEntries(fresh), [key]: answer };
}
