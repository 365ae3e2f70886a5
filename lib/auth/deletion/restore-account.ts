import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { mailPerson } from "../mfa/mail-person";
import { setMemberships } from "./set-memberships";

/**
 * Takes the deletion of an account back, in the caller's transaction and for a person whom it has locked: they may sign
 * in again and are a member as before, but where a workspace suspended them meanwhile. Mails the person. Null where no deletion waits; else what `rejoin` has to be
 * given after the commit, because other cells are other databases.
 */
export async function restoreAccount(
  tx: SystemTx,
  info: RequestInfo,
  userId: string,
): Promise<{ userId: string; suspendedIn: string[] } | null> {
  const { count } = await tx.user.updateMany({
    // Not once the erasing has begun.
    where: { id: userId, status: "leaving", deletion: { is: { status: "pending" } } },
    data: { status: "active" },
  });
  // Whoever suspends a membership just now must have said so before, or finds it active after.
  await tx.$executeRaw`select 1 from platform.person_deletions where user_id = ${userId}::uuid for update`;
  const row = await tx.personDeletion.findFirst({ where: { userId, status: "pending" } });
  if (count === 0 || !row) return null;
  await setMemberships(userId, { to: "active", where: "main_cell", only: row.suspendedIn, tx });
  await tx.personDeletion.update({
    where: { userId },
    data: { status: "cancelled" },
    select: { userId: true },
  });
  await tx.authToken.updateMany({
    where: { userId, kind: "deletion_cancel", usedAt: null },
    data: { usedAt: new Date() },
  });
  await recordPlatformEvent(
    tx,
    { ...info, actor: { type: "system", name: "taken back by mail" } },
    { action: "user.deletion_cancelled", target: { type: "user", id: userId } },
  );
  await mailPerson(tx, userId, { template: "account_deletion_cancelled", data: {} });
  return { userId, suspendedIn: row.suspendedIn };
}
