import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { revokeSessions } from "../revoke-sessions";

/** Ends every own session but the one that asks. */
export async function revokeOtherSessions(ctx: UserContext): Promise<void> {
  const { userId, sessionId, email } = ctx.actor;
  await withSystem(async (tx) => {
    const count = await revokeSessions(tx, { userId, exceptSessionId: sessionId });
    if (count === 0) return;
    await recordPlatformEvent(tx, ctx, {
      action: "session.others_revoked",
      target: { type: "user", id: userId, label: email },
      after: { count },
    });
  });
}
