import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { rejoin } from "../deletion/rejoin";
import { restoreAccount } from "../deletion/restore-account";
import { lockPerson } from "../mfa/lock-person";
import { requiredLength } from "../passwords/required-length";
import { addressKey, takeAttempt } from "../take-attempt";
import { consumeToken } from "../tokens/consume-token";
import { issueToken } from "../tokens/issue-token";
import { linkExpired } from "../tokens/link-expired";
import { forgetDevices } from "./forget-devices";
import { undoSince } from "./undo-since";

const RESET_SECONDS = 30 * 60;

/**
 * "This was not me": ends the session that the mail was about and whatever began since, makes its browser strange again,
 * takes back what it could do to the account, a deletion too, ends the person's tokens, and begins a password reset,
 * whose end closes every other session. It works after the thief changed the password, too. Returns the page to go on with.
 * @throws ConflictError link_expired; DomainError rate_limited
 */
export async function reportSignIn(info: RequestInfo, input: { token: string }): Promise<string> {
  await takeAttempt([{ key: `not-me:${addressKey(info.ip)}`, limit: 60, windowSeconds: 3600 }]);
  const { page, restored } = await withSystem(async (tx) => {
    const taken = await consumeToken(tx, { kind: "session_alarm", token: input.token });
    if (!taken?.sessionId) throw linkExpired();
    const { userId, sessionId } = taken;
    await lockPerson(tx, userId);
    const user = await tx.user.findUnique({ where: { id: userId, status: { in: ["active", "leaving"] } } });
    if (!user) throw linkExpired();
    const { createdAt: since } = await tx.session.findUniqueOrThrow({ where: { id: sessionId } });
    await tx.session.updateMany({
      where: { userId, revokedAt: null, createdAt: { gte: since } },
      data: { revokedAt: new Date() },
    });
    await forgetDevices(tx, { userId, onlySessionId: sessionId });
    await undoSince(tx, info, { userId, since, by: "reported sign-in", ifFree: true });
    const account = await restoreAccount(tx, info, userId);
    // In every workspace; the worker writes it into their own books.
    await tx.apiKeyDirectoryEntry.updateMany({
      where: { createdBy: userId, kind: "personal", revokedAt: null },
      data: { revokedAt: new Date() },
    });
    await recordPlatformEvent(
      tx,
      { ...info, actor: { type: "system", name: "reported sign-in" } },
      { action: "session.reported", target: { type: "user", id: userId, label: user.email } },
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
