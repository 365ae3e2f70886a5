import "server-only";
import type { UserActor } from "@/lib/core/context";
import { UnauthenticatedError } from "@/lib/core/errors";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { issueSessionKey } from "./issue-session-key";

const KEEP_REPLACED_MS = 60_000;

/**
 * Replaces the key that asked by a new one with the rights of `proved`, and returns that one's secret for the cookie of
 * this host. A copy of the old cookie is worth one request within ten seconds, with the old rights. Other hosts keep
 * their keys and what those have proved; `alone` ends them too.
 * @throws UnauthenticatedError when this key was replaced meanwhile (the transaction must roll back)
 */
export async function rotateSession(
  tx: SystemTx,
  actor: UserActor,
  proved: { authAt?: Date; mfaAt?: Date; alone?: boolean },
): Promise<string> {
  const { sessionId, sessionKeyId, userId } = actor;
  const now = new Date();
  const replaced = sessionKeyId
    ? await tx.sessionKey.updateMany({
        where: { id: sessionKeyId, replacedAt: null, session: { id: sessionId, userId, revokedAt: null } },
        data: { replacedAt: now },
      })
    : await tx.session.updateMany({
        where: { id: sessionId, userId, replacedAt: null, revokedAt: null },
        data: { replacedAt: now },
      });
  if (replaced.count === 0) throw new UnauthenticatedError();
  await tx.sessionKey.deleteMany({
    where: { sessionId, replacedAt: { lt: new Date(now.getTime() - KEEP_REPLACED_MS) } },
  });
  if (proved.alone) {
    await tx.sessionKey.deleteMany({ where: { sessionId, replacedAt: null } });
    await tx.session.updateMany({
      where: { id: sessionId, replacedAt: null },
      data: { replacedAt: now, graceUsed: true },
    });
  }
  return issueSessionKey(tx, {
    sessionId,
    authAt: proved.authAt ?? actor.authAt,
    mfaAt: proved.mfaAt ?? actor.mfaAt,
  });
}
