import "server-only";
import type { UserContext } from "@/lib/core/context";
import { describeNetwork } from "@/lib/core/describe-network";
import { placeOf } from "@/lib/infra/places";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SessionItem } from "../schema";

/** The own open sessions, the last used first; a hundred at most. */
export async function listSessions(ctx: UserContext): Promise<SessionItem[]> {
  const now = new Date();
  const rows = await withSystem((tx) =>
    tx.session.findMany({
      where: {
        userId: ctx.actor.userId,
        revokedAt: null,
        idleExpiresAt: { gt: now },
        absoluteExpiresAt: { gt: now },
        // What our staff do in this person's place stands under the workspace's Support access.
        NOT: { method: { startsWith: "support:" } },
      },
      orderBy: [{ lastSeenAt: "desc" }, { id: "desc" }],
      take: 100,
    }),
  );
  return rows.map((row) => ({
    id: row.id,
    method: row.method,
    ip: row.ip,
    user_agent: row.userAgent,
    created_at: row.createdAt.toISOString(),
    last_seen_at: row.lastSeenAt.toISOString(),
    second_step: row.mfaAt !== null,
    place: placeOf(row.ip),
    network: describeNetwork(row.ip),
    current: row.id === ctx.actor.sessionId,
  }));
}
