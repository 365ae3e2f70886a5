import "server-only";
import * as z from "zod";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withSystem } from "@/lib/tenancy/with-system";
import { lockPerson } from "../mfa/lock-person";
import { rotateSession } from "../sessions/rotate-session";
import { consumeToken } from "../tokens/consume-token";
import { linkExpired } from "../tokens/link-expired";
import { voidTokens } from "../tokens/void-tokens";
import { findManager } from "./find-manager";
import { issueUndo } from "./issue-undo";
import { setEmail } from "./set-email";

const changePayload = z.object({ change: z.uuid() });

/**
 * Makes the proved address the one to sign in with. The link alone is not enough: a mistyped address would give the
 * account away, so the person who asked has to be signed in. Tells the old address, with a link that takes it back for
 * seven days. Returns the secret of the cookie that replaces the one that asked.
 * @throws ConflictError link_expired, email_taken, email_managed
 */
export async function confirmEmailChange(ctx: UserContext, input: { token: string }): Promise<string> {
  const { userId, email: before } = ctx.actor;
  const manager = await findManager({ id: userId, email: before });
  return withSystem(async (tx) => {
    await lockPerson(tx, userId);
    const taken = await consumeToken(tx, { kind: "email_change", token: input.token });
    const payload = changePayload.safeParse(taken?.payload);
    if (taken?.userId !== userId || !payload.success) throw linkExpired();
    if (manager !== null) {
      throw new ConflictError(`${manager} manages this address in its own directory.`, {
        reason: "email_managed",
      });
    }
    const change = await tx.emailChange.findFirst({
      where: { id: payload.data.change, userId, status: "pending" },
    });
    const { email: old, locale } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
    if (!change || change.oldEmail !== old) throw linkExpired();
    await setEmail(tx, userId, change.newEmail);
    await tx.emailChange.update({
      where: { id: change.id },
      data: { status: "confirmed", confirmedAt: new Date() },
      select: { id: true },
    });
    // What was mailed to the old address signs nobody in and resets nothing from here on, but for what takes a thief's
    // acts back: the alarm about their sign-in restores the address, too.
    await voidTokens(tx, userId);
    const language = locale === "nl" ? "nl" : "en";
    const url = await issueUndo(tx, userId, change.id);
    await enqueueMail(tx, {
      ...{ template: "email_changed", to: old, locale: language },
      data: { newEmail: change.newEmail, url },
    });
    await enqueueMail(tx, { template: "email_is_new", to: change.newEmail, locale: language, data: {} });
    await recordPlatformEvent(tx, ctx, {
      action: "user.email_changed",
      target: { type: "user", id: userId, label: change.newEmail },
      before: { email: old },
      after: { email: change.newEmail },
    });
    return rotateSession(tx, ctx.actor, {});
  });
}
