import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Makes browsers strange to this person again: those of one session, or all but the one of a session that goes on. */
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
  // A browser that is strange again takes the second step again.
  await tx.$executeRaw`
    delete from platform.trusted_devices t where t.user_id = ${userId}::uuid and not exists (
      select 1 from platform.known_devices d where d.user_id = t.user_id and d.token_hash = t.token_hash)`;
}
