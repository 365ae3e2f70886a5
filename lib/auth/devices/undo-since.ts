import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { restoreEmail } from "../email-change/restore-email";
import { undoFactors } from "../mfa/undo-factors";
import { voidTokens } from "../tokens/void-tokens";

/**
 * Takes back what somebody who was in this account from `since` on could do to keep it: open flows, another address,
 * linked identities and second factors of their own. A passkey signs in alone, and a factor that the owner does not have
 * would shut them out. What was there before stays: a mailbox never takes that off.
 * @throws ConflictError email_taken (the transaction must roll back), unless `ifFree`
 */
export async function undoSince(
  tx: SystemTx,
  info: RequestInfo,
  input: { userId: string; since: Date; by: string; ifFree?: boolean },
): Promise<void> {
  const { userId, since, by } = input;
  await voidTokens(tx, userId);
  await restoreEmail(tx, info, input);
  const linked = await tx.identity.findMany({ where: { userId, createdAt: { gte: since } } });
  for (const { id, provider } of linked) {
    await tx.identity.delete({ where: { id }, select: { id: true } });
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: by } },
      { action: "identity.unlinked", target: { type: "user", id: userId }, before: { provider } },
    );
  }
  await undoFactors(tx, info, { userId, since, by });
}
