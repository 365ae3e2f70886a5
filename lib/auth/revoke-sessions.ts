import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Ends a person's sessions on every host, all or all but one. Returns how many were open. */
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
  return count;
}
