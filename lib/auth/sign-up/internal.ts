import "server-only";
import type { Locale } from "@/lib/core/locale";
import { hashToken, newCode } from "@/lib/infra/tokens";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { type AttemptLimit, addressKey, emailKey } from "../take-attempt";

export const CODE_MINUTES = 10;
export const MAX_CODE_TRIES = 5;
export const MAX_SENDS = 5;
/** How long one sign-up may take, mails and address changes included. */
export const FLOW_MINUTES = 60;

/** What each mail-sending request takes: by address it comes from and by address it goes to. */
export function mailLimits(email: string, ip: string | null): AttemptLimit[] {
  return [
    { key: `sign-up:ip:${addressKey(ip)}`, limit: 120, windowSeconds: 3600 },
    { key: `sign-up:to:${emailKey(email)}`, limit: 10, windowSeconds: 3600 },
  ];
}

/** A code is short, so its hash is bound to its sign-up. */
export function codeHash(signUpId: string, code: string): Buffer<ArrayBuffer> {
  return hashToken(`${signUpId}:${code}`);
}

/**
 * Mails a code to a new address, or a word about the account to a known one: the worker looks which it is, so that
 * the request does the same for both. Returns the hash to store.
 */
export async function mailCode(
  tx: SystemTx,
  signUp: { id: string; email: string; locale: Locale },
): Promise<Buffer<ArrayBuffer>> {
  const { id, email: to, locale } = signUp;
  const code = newCode();
  const data = { code, minutes: CODE_MINUTES };
  await enqueueMail(tx, { template: "sign_up_code", to, locale, data, ifKnown: "account_exists" });
  return codeHash(id, code);
}

export function codeExpiry(): Date {
  return new Date(Date.now() + CODE_MINUTES * 60_000);
}
