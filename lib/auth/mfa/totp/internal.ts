import "server-only";
import { Secret, TOTP } from "otpauth";
import type { TokenKind } from "../../tokens/issue-token";

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

/**
 * Which token an enrolment goes by. One that a signed-in person began (`userId`) opens no session: taken at sign-in, it
 * would make a longer one out of any.
 */
export function enrolmentKind(input: { userId?: string }): TokenKind {
  return input.userId === undefined ? "mfa_enrolment" : "own_totp_enrolment";
}
