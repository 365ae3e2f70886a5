import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { PermissionError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Takes the own picture away; initials stand in its place. Safe to repeat.
 * @throws PermissionError reason sso_session
 */
export async function removeAvatar(ctx: UserContext): Promise<void> {
  const { userId, email, ssoConnectionId } = ctx.actor;
  if (ssoConnectionId !== undefined) throw new PermissionError("session", { reason: "sso_session" });
  await withSystem(async (tx) => {
    const { count } = await tx.avatar.deleteMany({ where: { userId } });
    if (count === 0) return;
    await recordPlatformEvent(tx, ctx, {
      action: "user.picture_removed",
      target: { type: "user", id: userId, label: email },
    });
  });
}
