import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Ends one of the own sessions, on every host; its browser becomes a strange one.
 * @throws NotFoundError for somebody else's session as for none
 */
export async function revokeSession(ctx: UserContext, input: { id: string }): Promise<void> {
  await withSystem(async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id: input.id, userId: ctx.actor.userId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) throw new NotFoundError();
    // Whoever sat there has to come past the mail about new sign-ins again; this browser itself stays known.
    const { device } = await tx.session.findUniqueOrThrow({
      where: { id: ctx.actor.sessionId },
      select: { device: { select: { id: true } } },
    });
    await tx.knownDevice.deleteMany({
      where: {
        userId: ctx.actor.userId,
        sessions: { some: { id: input.id } },
        ...(device && { id: { not: device.id } }),
      },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "session.revoked",
      target: { type: "session", id: input.id },
    });
  });
}
