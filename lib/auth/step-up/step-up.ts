import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, DomainError, NotFoundError, ValidationError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { returnFactorAttempt, takeFactorAttempt } from "../mfa/take-factor-attempt";
import { takeCode } from "../mfa/totp/take-code";
import { type Assertion, takeAssertion } from "../passkeys/take-assertion";
import { verifyPassword } from "../passwords/verify-password";
import { rotateSession } from "../sessions/rotate-session";
import { returnAttempt, takeAttempt } from "../take-attempt";

type Input = { password: string | null; code: string | null; passkey: Assertion | null };

/**
 * Proves anew who uses this session: with a passkey alone, or with the password where there is one and the second
 * factor where there is one. Good for ten minutes, for the cookie that it returns the secret of: the one that asked is
 * replaced. Ten wrong tries in a quarter of an hour; codes count against the hour of signing in too.
 * @throws ValidationError password_incorrect, code_invalid, passkey_refused, passkey_needed; ConflictError sign_in_again
 *   (nothing to ask for); DomainError rate_limited; UnauthenticatedError
 */
export async function stepUp(ctx: UserContext, input: Input): Promise<string> {
  const { userId } = ctx.actor;
  const limits = [{ key: `step-up:${userId}`, limit: 10, windowSeconds: 900 }];
  await takeAttempt(limits);
  const secondFactor = input.passkey
    ? await provePasskey(ctx, input.passkey)
    : await provePasswordAndCode(userId, input);
  const sid = await markSession(ctx, secondFactor);
  await returnAttempt(limits);
  return sid;
}

/** In a transaction of its own: the challenge is used up also when the answer was wrong. */
async function provePasskey(ctx: UserContext, passkey: Assertion): Promise<true> {
  const { userId } = ctx.actor;
  const by = await withSystem((tx) => takeAssertion(tx, ctx, { ...passkey, purpose: "step_up", userId }));
  if (by !== userId) throw refusal("passkey", "passkey_refused", "This passkey was refused.");
  return true;
}

/** Whether a second factor was proved too. */
async function provePasswordAndCode(userId: string, input: Input): Promise<boolean> {
  const user = await withSystem((tx) =>
    tx.user.findUnique({
      where: { id: userId },
      include: { credential: true, totpFactor: true, _count: { select: { passkeys: true } } },
    }),
  );
  if (!user) throw new NotFoundError("user");
  const secret = user.totpFactor?.confirmedAt ? user.totpFactor.secretSealed : null;
  if (secret === null && user._count.passkeys > 0) {
    throw refusal("passkey", "passkey_needed", "Use a passkey.");
  }
  if (!user.credential && secret === null) {
    throw new ConflictError("Sign out and in again to confirm that it is you.", { reason: "sign_in_again" });
  }
  if (user.credential) {
    const { matches } = await verifyPassword(input.password ?? "", user.credential.passwordHash);
    if (!matches) throw refusal("password", "password_incorrect", "The password is not right.");
  }
  if (secret !== null) await proveCode(userId, secret, input.code ?? "");
  return secret !== null;
}

/** The count is taken in a transaction of its own: it stays when the code turns out to be wrong. */
async function proveCode(userId: string, secret: string, code: string): Promise<void> {
  const retryAfterSeconds = await withSystem((tx) => takeFactorAttempt(tx, userId));
  if (retryAfterSeconds !== null) {
    throw new DomainError("rate_limited", "Too many codes. Wait a moment and try again.", {
      retryAfterSeconds,
    });
  }
  await withSystem(async (tx) => {
    if (!(await takeCode(tx, userId, secret, code))) {
      throw refusal("code", "code_invalid", "This code is not right.");
    }
    await returnFactorAttempt(tx, userId);
  });
}

async function markSession(ctx: UserContext, secondFactor: boolean): Promise<string> {
  const { userId, email } = ctx.actor;
  const now = new Date();
  return withSystem(async (tx) => {
    const sid = await rotateSession(tx, ctx.actor, { authAt: now, ...(secondFactor && { mfaAt: now }) });
    await recordPlatformEvent(tx, ctx, {
      action: "user.stepped_up",
      target: { type: "user", id: userId, label: email },
      after: { second_factor: secondFactor },
    });
    return sid;
  });
}

function refusal(path: string, code: string, message: string): ValidationError {
  return new ValidationError([{ path, code, message }]);
}
