import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { rejoin } from "../deletion/rejoin";
import { restoreAccount } from "../deletion/restore-account";
import { undoSince } from "../devices/undo-since";
import { lockPerson } from "../mfa/lock-person";
import { requiredLength } from "../passwords/required-length";
import { revokeSessions } from "../revoke-sessions";
import { addressKey, takeAttempt } from "../take-attempt";
import { consumeToken } from "../tokens/consume-token";
import { issueToken } from "../tokens/issue-token";
import { linkExpired } from "../tokens/link-expired";

const RESET_SECONDS = 30 * 60;
const undoPayload = z.object({ change: z.uuid() });

/**
 * The old mailbox's answer to a change of address: stops it, or restores the old address with all that was done to the
 * account since, its deletion too, ends every session and begins a password reset. Returns the page to go on with.
 * @throws ConflictError link_expired, email_taken; DomainError rate_limited
 */
export async function undoEmailChange(info: RequestInfo, input: { token: string }): Promise<string> {
  await takeAttempt([{ key: `email-undo:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 }]);
  const { page, restored } = await withSystem(async (tx) => {
    const taken = await consumeToken(tx, { kind: "email_undo", token: input.token });
    const payload = undoPayload.safeParse(taken?.payload);
    if (!taken || !payload.success) throw linkExpired();
    const { userId } = taken;
    await lockPerson(tx, userId);
    const user = await tx.user.findUnique({ where: { id: userId, status: { in: ["active", "leaving"] } } });
    const change = await tx.emailChange.findFirst({ where: { id: payload.data.change, userId } });
    // Asked for and given up again: there is nothing left that this link could take back.
    if (!user || !change || change.status === "cancelled" || change.status === "undone") throw linkExpired();
    await undoSince(tx, info, { userId, since: change.createdAt, by: "taken back by mail" });
    const account = await restoreAccount(tx, info, userId);
    const sessions = await revokeSessions(tx, { userId });
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "taken back by mail" } },
      {
        action: "user.email_change_stopped",
        target: { type: "user", id: userId, label: change.oldEmail },
        before: { email: change.newEmail },
        after: { sessions },
      },
    );
    const token = await issueToken(tx, { kind: "password_reset", userId, ttlSeconds: RESET_SECONDS });
    return {
      page: `/reset-password#token=${token}&min=${await requiredLength(tx, userId)}`,
      restored: account,
    };
  });
  await rejoin(restored);
  return page;
}
