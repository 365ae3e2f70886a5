import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { keepDevice } from "../devices/keep-device";
import { clearLocks } from "../lock-out/clear-locks";
import { assertPassword } from "../passwords/assert-password";
import { assertUnbreached } from "../passwords/assert-unbreached";
import { ownWords } from "../passwords/own-words";
import { replacePassword } from "../passwords/replace-password";
import { requiredLength } from "../passwords/required-length";
import { addressKey, takeAttempt } from "../take-attempt";
import { consumeToken } from "../tokens/consume-token";
import { linkExpired } from "../tokens/link-expired";

/**
 * Sets a new password with the mailed token and ends every session. It signs nobody in: a second factor is still owed.
 * A password that is refused leaves the link usable.
 * @throws ConflictError link_expired; ValidationError password_common and the like; DomainError rate_limited
 */
export async function completePasswordReset(
  info: RequestInfo,
  input: { token: string; password: string },
): Promise<void> {
  await takeAttempt([{ key: `reset-complete:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 }]);
  const row = await withSystem((tx) =>
    tx.authToken.findUnique({
      where: { tokenHash: hashToken(input.token), kind: "password_reset", usedAt: null },
      include: { user: true },
    }),
  );
  if (!row || row.expiresAt <= new Date() || row.user.status !== "active") throw linkExpired();
  const { user } = row;
  const [words, minLength] = await withSystem(async (tx) => [
    await ownWords(tx, user),
    await requiredLength(tx, user.id),
  ]);
  assertPassword(input.password, words, {
    minLength,
  });
  await assertUnbreached(input.password);
  await replacePassword(user, input.password, {
    // The mailbox was read here: nobody who keeps guessing can shut this browser out.
    after: (tx) => keepDevice(tx, info, user.id),
    guard: async (tx) => {
      if (!(await consumeToken(tx, { kind: "password_reset", token: input.token }))) throw linkExpired();
      await clearLocks(tx, user.email);
      await recordPlatformEvent(
        tx,
        { ...info, actor: { type: "system", name: "password reset" } },
        { action: "user.password_reset", target: { type: "user", id: user.id, label: user.email } },
      );
    },
  });
}
