import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { forgetDevices } from "./devices/forget-devices";

/**
 * Ends a person's sessions on every host, all or all but one; their browsers are strange to the account again. Returns
 * how many were open.
 */
export async function revokeSessions(
  tx: SystemTx,
  input: { userId: string; exceptSessionId?: string },
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: {
      userId: input.userId,
      revokedAt: null,
      ...(input.exceptSessionId ? { id: { not: input.exceptSessionId } } : {}),
    },
    data: { revokedAt: new Date() },
  });
  await forgetDevices(tx, input);
  return count;
}
