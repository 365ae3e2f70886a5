import { StripeError } from "./errors";

/**
 * Accepts any secret test key, as Bearer or as Basic user name.
 * @throws StripeError 401; live keys get a message that says why
 */
export function assertTestKey(authorization: string | undefined): void {
  const key = keyOf(authorization);
  if (!key) {
    throw unauthorized(
      "You did not provide an API key. You need to provide your API key in the Authorization header, " +
        "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (/^(sk|rk)_live_/.test(key)) {
    throw unauthorized(
      "The Stripe simulator refuses live keys: unset STRIPE_API_BASE to reach Stripe itself.",
    );
  }
  if (!key.startsWith("sk_test_")) throw unauthorized(`Invalid API Key provided: ${key.slice(0, 8)}****`);
}

function keyOf(authorization: string | undefined): string | undefined {
  const [scheme, value = ""] = (authorization ?? "").split(" ");
  if (scheme === "Bearer") return value;
  if (scheme === "Basic") return Buffer.from(value, "base64").toString().split(":")[0];
  return undefined;
}

function unauthorized(message: string): StripeError {
  return new StripeError(401, "invalid_request_error", message);
}
