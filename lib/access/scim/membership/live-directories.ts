import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";

/** A directory whose word counts now: it is switched on, and so is its connection. */
export type LiveDirectory = { id: string; name: string; defaultRole: string };

/**
 * The directories of a workspace that count. What one that was switched off last said is left as it is and vouches for
 * nobody: nothing would ever take it back. Read it before the tenant's transaction, which does not reach there.
 */
export async function liveDirectories(tenantId: string): Promise<LiveDirectory[]> {
  const found = await withSystem((tx) =>
    tx.scimDirectory.findMany({
      where: { tenantId, enabled: true, connection: { status: "enabled" } },
      select: { connection: { select: { id: true, name: true, defaultRole: true } } },
    }),
  );
  return found.map(({ connection }) => connection);
}
