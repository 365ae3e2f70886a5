import "server-only";
import { Secret, TOTP } from "otpauth";
import * as z from "zod";
import { SIGN_IN_METHODS, type SignInMethod } from "../sign-in/open-new-session";

const PERIOD_SECONDS = 30;

/** Where a factor's sealed secret belongs. */
export function secretPlace(userId: string): string {
  return `totp_factors|secret|${userId}`;
}

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, 30 s. */
export function totpOf(secret: string, label = ""): TOTP {
  return new TOTP({
    issuer: "Atrium",
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  });
}

/** The time step a code belongs to, one step of clock drift either way; null when it is wrong. */
export function matchStep(secret: string, code: string, nowMs: number = Date.now()): number | null {
  const delta = totpOf(secret).validate({ token: code, window: 1, timestamp: nowMs });
  return delta === null ? null : Math.floor(nowMs / 1000 / PERIOD_SECONDS) + delta;
}

const payload = z.object({ method: z.enum(SIGN_IN_METHODS), password_due: z.boolean().default(false) });

/** The first factor that a second step's token remembers. */
export function methodOf(value: unknown): SignInMethod {
  return payload.safeParse(value).data?.method ?? "password";
}

/** Whether the first step found a password that is too short for a workspace of the person. */
export function passwordDueOf(value: unknown): boolean {
  return payload.safeParse(value).data?.password_due ?? false;
}
