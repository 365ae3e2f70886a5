import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, ValidationError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { rootUrl } from "@/lib/tenancy/hosts";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { atLeast } from "../at-least";
import { lockPerson } from "../mfa/lock-person";
import { mailPerson } from "../mfa/mail-person";
import { assertRecent } from "../step-up/assert-recent";
import { emailKey, takeAttempt } from "../take-attempt";
import { issueToken } from "../tokens/issue-token";
import { findManager } from "./find-manager";
import { issueUndo } from "./issue-undo";

const TTL_SECONDS = 24 * 3600;
const ANSWER_MS = 250;

/**
 * Asks for another address to sign in with: a link to the new one proves it (24 h, once, signed in), a link to the old
 * one stops it. Answer and time are the same when somebody has the address, whose owner is told by mail instead. A
 * request before this one is void.
 * @throws DomainError step_up_required, rate_limited; ValidationError email_same; ConflictError email_managed
 */
export async function requestEmailChange(ctx: UserContext, input: { email: string }): Promise<void> {
  assertRecent(ctx.actor);
  const { userId, email: old } = ctx.actor;
  if (input.email === old) {
    throw new ValidationError([{ path: "email", code: "email_same", message: "This is your address now." }]);
  }
  const manager = await findManager({ id: userId, email: old });
  if (manager !== null) {
    throw new ConflictError(`${manager} manages this address in its own directory.`, {
      reason: "email_managed",
    });
  }
  await takeAttempt([
    { key: `email-change:${userId}`, limit: 5, windowSeconds: 86_400 },
    { key: `email-change:to:${emailKey(input.email)}`, limit: 5, windowSeconds: 86_400 },
  ]);
  await atLeast(ANSWER_MS, () => withSystem((tx) => begin(tx, ctx, input.email)));
}

async function begin(tx: SystemTx, ctx: UserContext, email: string): Promise<void> {
  const { userId } = ctx.actor;
  await lockPerson(tx, userId);
  const { email: old, locale } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  await tx.emailChange.updateMany({ where: { userId, status: "pending" }, data: { status: "cancelled" } });
  await tx.authToken.updateMany({
    where: { userId, kind: "email_change", usedAt: null },
    data: { usedAt: new Date() },
  });
  const id = newId();
  const expiresAt = new Date(Date.now() + TTL_SECONDS * 1000);
  await tx.emailChange.create({
    data: { id, userId, oldEmail: old, newEmail: email, expiresAt },
    select: { id: true },
  });
  const token = await issueToken(tx, {
    kind: "email_change",
    userId,
    ttlSeconds: TTL_SECONDS,
    payload: () => ({ change: id }),
  });
  await enqueueMail(tx, {
    template: "email_change_confirm",
    to: email,
    locale: locale === "nl" ? "nl" : "en",
    data: { url: rootUrl(`/confirm-email#token=${token}`) },
    ifKnown: "email_change_taken",
  });
  await mailPerson(tx, userId, {
    template: "email_change_asked",
    data: { newEmail: email, url: await issueUndo(tx, userId, id) },
  });
  await recordPlatformEvent(tx, ctx, {
    action: "user.email_change_requested",
    target: { type: "user", id: userId, label: old },
    after: { email },
  });
}
