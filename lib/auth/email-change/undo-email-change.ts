import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { lockPerson } from "../mfa/lock-person";
import { requiredLength } from "../passwords/required-length";
import { revokeSessions } from "../revoke-sessions";
import { addressKey, takeAttempt } from "../take-attempt";
import { consumeToken } from "../tokens/consume-token";
import { issueToken } from "../tokens/issue-token";
import { voidTokens } from "../tokens/void-tokens";
import { restoreEmail } from "./restore-email";

const RESET_SECONDS = 30 * 60;
const undoPayload = z.object({ change: z.uuid() });

/**
 * The old mailbox's answer to a change of address: stops it, or restores the old address, ends every session and begins
 * a password reset. Returns the page to go on with.
 * @throws ConflictError link_expired, email_taken; DomainError rate_limited
 */
export async function undoEmailChange(info: RequestInfo, input: { token: string }): Promise<string> {
  await takeAttempt([{ key: `email-undo:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 }]);
  const expired = new ConflictError("This link has expired. Ask for a new one.", { reason: "link_expired" });
  return withSystem(async (tx) => {
    const taken = await consumeToken(tx, { kind: "email_undo", token: input.token });
    const payload = undoPayload.safeParse(taken?.payload);
    if (!taken || !payload.success) throw expired;
    const { userId } = taken;
    await lockPerson(tx, userId);
    const user = await tx.user.findUnique({ where: { id: userId, status: "active" } });
    const change = await tx.emailChange.findFirst({ where: { id: payload.data.change, userId } });
    // Asked for and given up again: there is nothing left that this link could take back.
    if (!user || !change || change.status === "cancelled" || change.status === "undone") throw expired;
    await restoreEmail(tx, info, { userId, since: change.createdAt });
    const sessions = await revokeSessions(tx, { userId });
    await voidTokens(tx, userId);
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
    return `/reset-password#token=${token}&min=${await requiredLength(tx, userId)}`;
  });
}
