import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError, ValidationError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertPassword } from "../passwords/assert-password";
import { assertUnbreached } from "../passwords/assert-unbreached";
import { ownWords } from "../passwords/own-words";
import { replacePassword } from "../passwords/replace-password";
import { requiredLength } from "../passwords/required-length";
import { verifyPassword } from "../passwords/verify-password";
import { rotateSession } from "../sessions/rotate-session";
import { returnAttempt, takeAttempt } from "../take-attempt";

/**
 * Changes the own password; the current one is asked again. Ends every other session and every other cookie of this
 * one, and mails a notice. Returns the secret of the cookie that goes on.
 * @throws ValidationError password_incorrect, password_common and the like; DomainError rate_limited
 */
export async function changePassword(
  ctx: UserContext,
  input: { currentPassword: string; newPassword: string },
): Promise<string> {
  const { userId, sessionId } = ctx.actor;
  const limits = [{ key: `password:${userId}`, limit: 10, windowSeconds: 900 }];
  await takeAttempt(limits);
  const user = await withSystem((tx) =>
    tx.user.findUnique({ where: { id: userId }, include: { credential: true } }),
  );
  if (!user) throw new NotFoundError("user");
  const stored = user.credential?.passwordHash ?? null;
  const { matches } = await verifyPassword(input.currentPassword, stored);
  if (!matches) {
    throw new ValidationError([
      { path: "current_password", code: "password_incorrect", message: "The password is not right." },
    ]);
  }
  await returnAttempt(limits);
  const [words, minLength] = await withSystem(async (tx) => [
    await ownWords(tx, user),
    await requiredLength(tx, user.id),
  ]);
  assertPassword(input.newPassword, words, {
    path: "new_password",
    minLength,
  });
  await assertUnbreached(input.newPassword, { path: "new_password" });
  return replacePassword(user, input.newPassword, {
    keepSessionId: sessionId,
    after: (tx) => rotateSession(tx, ctx.actor, { authAt: new Date(), alone: true }),
    guard: (tx) =>
      recordPlatformEvent(tx, ctx, {
        action: "user.password_changed",
        target: { type: "user", id: userId, label: user.email },
      }),
  });
}
