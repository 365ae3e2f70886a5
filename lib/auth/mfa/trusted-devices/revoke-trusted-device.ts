import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Has one of the own browsers asked for the second step again. Open at any age of the session: it only protects.
 * @throws NotFoundError
 */
export async function revokeTrustedDevice(ctx: UserContext, id: string): Promise<void> {
  const { userId, email } = ctx.actor;
  await withSystem(async (tx) => {
    const { count } = await tx.trustedDevice.deleteMany({ where: { id, userId } });
    if (count === 0) throw new NotFoundError("trusted device");
    await recordPlatformEvent(tx, ctx, {
      action: "user.device_distrusted",
      target: { type: "user", id: userId, label: email },
    });
  });
}
