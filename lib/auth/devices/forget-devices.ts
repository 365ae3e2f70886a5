import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Makes browsers strange to this person again: those of one session, or all but the one of a session that goes on. The
 * database takes their trust with it (known_devices_distrust).
 */
export async function forgetDevices(
  tx: SystemTx,
  input: { userId: string; onlySessionId?: string; exceptSessionId?: string },
): Promise<void> {
  const { userId, onlySessionId, exceptSessionId } = input;
  await tx.knownDevice.deleteMany({
    where: {
      userId,
      ...(onlySessionId && { sessions: { some: { id: onlySessionId } } }),
      ...(exceptSessionId && { sessions: { none: { id: exceptSessionId } } }),
    },
  });
}
