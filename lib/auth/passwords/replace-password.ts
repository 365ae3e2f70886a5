import "server-only";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { revokeSessions } from "../revoke-sessions";
import { voidTokens } from "../tokens/void-tokens";
import { hashPassword } from "./hash-password";

/**
 * Stores a new password, ends the person's other sessions, voids what was begun under the old one and mails a notice,
 * all or nothing. `guard` runs first in the same transaction and throws to refuse; the result is what `after` returned.
 */
export async function replacePassword<T>(
  user: { id: string; email: string; locale: string },
  password: string,
  options: {
    guard: (tx: SystemTx) => Promise<void>;
    after: (tx: SystemTx) => Promise<T>;
    keepSessionId?: string;
  },
): Promise<T> {
  const passwordHash = await hashPassword(password);
  const { guard, after, keepSessionId } = options;
  return withSystem(async (tx) => {
    await guard(tx);
    await tx.credential.upsert({
      where: { userId: user.id },
      create: { userId: user.id, passwordHash },
      update: { passwordHash },
      select: { userId: true },
    });
    await revokeSessions(tx, {
      userId: user.id,
      ...(keepSessionId !== undefined && { exceptSessionId: keepSessionId }),
    });
    await tx.session.updateMany({ where: { userId: user.id }, data: { passwordDue: false } });
    // Nothing that was begun under the old password may be finished under the new one.
    await voidTokens(tx, user.id);
    await tx.trustedDevice.deleteMany({ where: { userId: user.id } });
    const result = await after(tx);
    await enqueueMail(tx, {
      template: "password_changed",
      to: user.email,
      locale: user.locale === "nl" ? "nl" : "en",
      data: {},
    });
    return result;
  });
}
