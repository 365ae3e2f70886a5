import type { StoredAnswer } from "../state/private-state";
import type { Store } from "../state/store";
import { StripeError } from "./errors";

const LIFETIME_MS = 24 * 60 * 60 * 1000;
const MAX_KEYS = 2_000;

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

/** Keeps an answer; the oldest ones make room, since the client sends a key with every request. */
export function rememberAnswer(store: Store, key: string, answer: StoredAnswer): void {
  const { idempotency } = store.privateState;
  delete idempotency[key];
  idempotency[key] = answer;
  for (const oldest of Object.keys(idempotency).slice(0, -MAX_KEYS)) delete idempotency[oldest];
}
