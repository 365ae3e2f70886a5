import "server-only";
import { newId } from "@/lib/core/ids";
import { withSystem } from "@/lib/tenancy/with-system";
import { endSupportSession } from "./end-support-session";
import type { SupportEnd } from "./schema";

const A_RUN = 200;

/**
 * Writes the end of support sessions that nobody stopped: their time ran out, or something else took them away. They
 * were over with the request after; this is for the logs. Returns how many.
 */
export async function settleSupportSessions(): Promise<number> {
  const rows = await withSystem(
    (tx) => tx.$queryRaw<{ id: string; over: SupportEnd; expires_at: Date }[]>`
      select x.id::text, o.over, x.expires_at from platform.support_sessions x
      cross join lateral (select platform.support_session_over(x.id) as over) o
      where not x.is_settled and o.over is not null order by x.expires_at limit ${A_RUN}`,
  );
  const info = { requestId: newId(), ip: null, userAgent: null };
  const by = { actor: { type: "system", name: "Atrium" } as const, name: "Atrium" };
  for (const { id, over, expires_at } of rows) {
    const at = over === "expired" ? { at: expires_at } : {};
    await withSystem((tx) => endSupportSession(tx, info, { id, reason: over, by, ...at }));
  }
  return rows.length;
}
