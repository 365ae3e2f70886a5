import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { restoreEmail } from "../email-change/restore-email";
import { voidTokens } from "../tokens/void-tokens";

/**
 * Takes back what somebody who signed in as this person at `since` could do to keep the account: open flows, linked
 * identities and another address. Second factors stay as they are: a mailbox alone never takes one off.
 */
export async function undoSince(
  tx: SystemTx,
  info: RequestInfo,
  input: { userId: string; since: Date },
): Promise<void> {
  const { userId, since } = input;
  await voidTokens(tx, userId);
  await restoreEmail(tx, info, { userId, since, ifFree: true });
  const linked = await tx.identity.findMany({ where: { userId, createdAt: { gte: since } } });
  for (const { id, provider } of linked) {
    await tx.identity.delete({ where: { id }, select: { id: true } });
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "reported sign-in" } },
      { action: "identity.unlinked", target: { type: "user", id: userId }, before: { provider } },
    );
  }
}
