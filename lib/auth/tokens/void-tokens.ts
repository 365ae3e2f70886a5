import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Uses up every open token of a person: nothing that was begun before may be finished after. The links that undo what a
 * thief did stay: a thief changes the password first of all.
 */
export async function voidTokens(tx: SystemTx, userId: string): Promise<void> {
  await tx.authToken.updateMany({
    where: { userId, usedAt: null, kind: { notIn: ["session_alarm", "email_undo", "deletion_cancel"] } },
    data: { usedAt: new Date() },
  });
}
