import "server-only";
import { rejoin } from "@/lib/auth/deletion/rejoin";
import { restoreAccount } from "@/lib/auth/deletion/restore-account";
import { lockPerson } from "@/lib/auth/mfa/lock-person";
import { addressKey, takeAttempt } from "@/lib/auth/take-attempt";
import { consumeToken } from "@/lib/auth/tokens/consume-token";
import { linkExpired } from "@/lib/auth/tokens/link-expired";
import type { RequestInfo } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Takes the deletion of an account back with the mailed token: the person may sign in again and is a member as before.
 * It signs nobody in. Workspaces that were handed over or deleted stay so.
 * @throws ConflictError link_expired; DomainError rate_limited
 */
export async function cancelDeletion(info: RequestInfo, input: { token: string }): Promise<void> {
  await takeAttempt([{ key: `keep-account:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 }]);
  const restored = await withSystem(async (tx) => {
    const taken = await consumeToken(tx, { kind: "deletion_cancel", token: input.token });
    if (!taken) throw linkExpired();
    await lockPerson(tx, taken.userId);
    const account = await restoreAccount(tx, info, taken.userId);
    if (!account) throw linkExpired();
    return account;
  });
  await rejoin(restored);
}
