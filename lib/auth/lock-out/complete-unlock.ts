import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { keepDevice } from "../devices/keep-device";
import { addressKey, takeAttempt } from "../take-attempt";
import { consumeToken } from "../tokens/consume-token";
import { linkExpired } from "../tokens/link-expired";
import { clearLocks } from "./clear-locks";

/**
 * Ends the lock with the mailed token and makes this browser a known one, so that whoever keeps guessing cannot shut the
 * owner out again. It signs nobody in. Returns the address to sign in with.
 * @throws ConflictError link_expired; DomainError rate_limited
 */
export async function completeUnlock(info: RequestInfo, input: { token: string }): Promise<string> {
  await takeAttempt([{ key: `unlock-complete:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 }]);
  return withSystem(async (tx) => {
    const taken = await consumeToken(tx, { kind: "unlock", token: input.token });
    const user = taken && (await tx.user.findUnique({ where: { id: taken.userId, status: "active" } }));
    if (!user) throw linkExpired();
    await clearLocks(tx, user.email);
    await keepDevice(tx, info, user.id);
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "unlock" } },
      { action: "user.unlocked", target: { type: "user", id: user.id, label: user.email } },
    );
    return user.email;
  });
}
