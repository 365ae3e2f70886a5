import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { lockPerson } from "../mfa/lock-person";

/**
 * Gives up a change of address that waits for its proof; the mailed links are void.
 * @throws NotFoundError when none waits
 */
export async function cancelEmailChange(ctx: UserContext): Promise<void> {
  const { userId, email } = ctx.actor;
  await withSystem(async (tx) => {
    await lockPerson(tx, userId);
    const { count } = await tx.emailChange.updateMany({
      where: { userId, status: "pending" },
      data: { status: "cancelled" },
    });
    if (count === 0) throw new NotFoundError("email change");
    await tx.authToken.updateMany({
      where: { userId, kind: "email_change", usedAt: null },
      data: { usedAt: new Date() },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "user.email_change_cancelled",
      target: { type: "user", id: userId, label: email },
    });
  });
}
