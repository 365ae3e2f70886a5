import "server-only";
import type { RequestInfo } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { nonceState } from "./nonce-state";

type Entering = { id: string; user_id: string; expires_at: Date };

/**
 * Uses a support session's code up, on the workspace's own Atrium host and in the browser that began there, and makes
 * the session behind its cookie: the member's, marked as support's, without any proof of theirs and no longer than the
 * support session. Null for a code that is unknown, used, expired, for another host or from another browser.
 */
export async function enterSupportSession(
  info: RequestInfo,
  input: { code: string; nonce: string; host: string },
): Promise<{ sid: string; seconds: number } | null> {
  const host = await resolveHost(input.host.toLowerCase());
  // A workspace's own name is in the hands of whoever holds its DNS.
  if (host.kind !== "tenant" || host.domain) return null;
  const { slug } = host;
  return withSystem(async (tx) => {
    const rows = await tx.$queryRaw<Entering[]>`
      update platform.support_sessions x set code_hash = null, code_expires_at = null, code_state = null
      from platform.tenants t
      where x.code_hash = ${hashToken(input.code)} and x.code_expires_at > now()
        and x.code_state = ${nonceState(input.nonce)} and x.session_id is null
        and t.id = x.tenant_id and t.slug = ${slug} and platform.support_session_over(x.id) is null
      returning x.id::text, x.user_id::text, x.expires_at`;
    const row = rows[0];
    if (!row) return null;
    const sid = newToken();
    const id = newId();
    await tx.session.create({
      data: {
        id,
        sidHash: hashToken(sid),
        userId: row.user_id,
        method: `support:${row.id}`,
        ip: info.ip,
        userAgent: info.userAgent,
        // The member proved nothing here: whatever asks for a recent proof refuses.
        authAt: new Date(0),
        mfaAt: null,
        idleExpiresAt: row.expires_at,
        absoluteExpiresAt: row.expires_at,
      },
      select: { id: true },
    });
    await tx.supportSession.update({ where: { id: row.id }, data: { sessionId: id }, select: { id: true } });
    return { sid, seconds: (row.expires_at.getTime() - Date.now()) / 1000 };
  });
}
