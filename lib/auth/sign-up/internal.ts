import "server-only";
import type { Locale } from "@/lib/core/locale";
import { hashToken, newCode, newToken } from "@/lib/infra/tokens";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { type AttemptLimit, addressKey, emailKey } from "../take-attempt";

export const CODE_MINUTES = 10;
export const MAX_CODE_TRIES = 5;
export const MAX_SENDS = 5;
/** How long one sign-up may take, mails and address changes included. */
export const FLOW_MINUTES = 60;
/** Every mail-sending answer takes at least this long: longer than either branch needs. */
export const ANSWER_MS = 350;

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
 * Mails a code to a new address, or a word about the account to a known one. Returns the hash to store: for a known
 * address that of nothing anybody could type. Both ways do the same work.
 */
export async function mailCode(
  tx: SystemTx,
  signUp: { id: string; email: string; locale: Locale },
): Promise<Buffer<ArrayBuffer>> {
  const known = await tx.user.findUnique({ where: { email: signUp.email }, select: { id: true } });
  const { email: to, locale } = signUp;
  if (known) {
    await enqueueMail(tx, { template: "account_exists", to, locale, data: {} });
    return codeHash(signUp.id, newToken());
  }
  const code = newCode();
  await enqueueMail(tx, { template: "sign_up_code", to, locale, data: { code, minutes: CODE_MINUTES } });
  return codeHash(signUp.id, code);
}

export function codeExpiry(): Date {
  return new Date(Date.now() + CODE_MINUTES * 60_000);
}
