import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, DomainError, NotFoundError, ValidationError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { returnFactorAttempt, takeFactorAttempt } from "../mfa/take-factor-attempt";
import { takeCode } from "../mfa/totp/take-code";
import { verifyPassword } from "../passwords/verify-password";
import { returnAttempt, takeAttempt } from "../take-attempt";

/**
 * Proves anew who uses this session: with the password where there is one, and with the second factor where there is
 * one. Good for ten minutes. Ten wrong tries in a quarter of an hour;
 * codes count against the hour of signing in too.
 * @throws ValidationError password_incorrect, code_invalid; ConflictError sign_in_again (nothing to ask for);
 *   DomainError rate_limited
 */
export async function stepUp(
  ctx: UserContext,
  input: { password: string | null; code: string | null },
): Promise<void> {
  const { userId, sessionId } = ctx.actor;
  const limits = [{ key: `step-up:${userId}`, limit: 10, windowSeconds: 900 }];
  await takeAttempt(limits);
  const user = await withSystem((tx) =>
    tx.user.findUnique({ where: { id: userId }, include: { credential: true, totpFactor: true } }),
  );
  if (!user) throw new NotFoundError("user");
  const hasFactor = user.totpFactor?.confirmedAt != null;
  if (!user.credential && !hasFactor) {
    throw new ConflictError("Sign out and in again to confirm that it is you.", { reason: "sign_in_again" });
  }
  if (user.credential) {
    const { matches } = await verifyPassword(input.password ?? "", user.credential.passwordHash);
    if (!matches) throw refusal("password", "password_incorrect", "The password is not right.");
  }
  if (hasFactor) await takeGuess(userId);
  await withSystem(async (tx) => {
    if (hasFactor && !(await takeCode(tx, userId, user.totpFactor?.secretSealed ?? "", input.code ?? ""))) {
      throw refusal("code", "code_invalid", "This code is not right.");
    }
    if (hasFactor) await returnFactorAttempt(tx, userId);
    const now = new Date();
    const { count } = await tx.session.updateMany({
      where: { id: sessionId, userId, revokedAt: null },
      data: { authAt: now, ...(hasFactor && { mfaAt: now }) },
    });
    if (count === 0) throw new NotFoundError("session");
    await recordPlatformEvent(tx, ctx, {
      action: "user.stepped_up",
      target: { type: "user", id: userId, label: user.email },
      after: { second_factor: hasFactor },
    });
  });
  await returnAttempt(limits);
}

/** In a transaction of its own: the count stays when the code turns out to be wrong. */
async function takeGuess(userId: string): Promise<void> {
  const retryAfterSeconds = await withSystem((tx) => takeFactorAttempt(tx, userId));
  if (retryAfterSeconds === null) return;
  throw new DomainError("rate_limited", "Too many codes. Wait a moment and try again.", {
    retryAfterSeconds,
  });
}

function refusal(path: string, code: string, message: string): ValidationError {
  return new ValidationError([{ path, code, message }]);
}
