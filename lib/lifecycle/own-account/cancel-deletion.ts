import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { lockPerson } from "@/lib/auth/mfa/lock-person";
import { mailPerson } from "@/lib/auth/mfa/mail-person";
import { addressKey, takeAttempt } from "@/lib/auth/take-attempt";
import { consumeToken } from "@/lib/auth/tokens/consume-token";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { setMemberships } from "./set-memberships";

/**
 * Takes the deletion of an account back with the mailed token: the person may sign in again and is a member as before.
 * It signs nobody in. Workspaces that were handed over or deleted stay so.
 * @throws ConflictError link_expired; DomainError rate_limited
 */
export async function cancelDeletion(info: RequestInfo, input: { token: string }): Promise<void> {
  await takeAttempt([{ key: `keep-account:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 }]);
  const expired = new ConflictError("This link has expired. Ask for a new one.", { reason: "link_expired" });
  const { userId, suspendedIn } = await withSystem(async (tx) => {
    const taken = await consumeToken(tx, { kind: "deletion_cancel", token: input.token });
    if (!taken) throw expired;
    await lockPerson(tx, taken.userId);
    const { count } = await tx.user.updateMany({
      where: { id: taken.userId, status: "leaving" },
      data: { status: "active" },
    });
    const row = await tx.personDeletion.findFirst({ where: { userId: taken.userId, status: "pending" } });
    if (count === 0 || !row) throw expired;
    await setMemberships(row.userId, { to: "active", where: "main_cell", only: row.suspendedIn, tx });
    await tx.personDeletion.update({
      where: { userId: row.userId },
      data: { status: "cancelled" },
      select: { userId: true },
    });
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "taken back by mail" } },
      { action: "user.deletion_cancelled", target: { type: "user", id: row.userId } },
    );
    await mailPerson(tx, row.userId, { template: "account_deletion_cancelled", data: {} });
    return row;
  });
  await setMemberships(userId, { to: "active", where: "other_cells", only: suspendedIn });
}
