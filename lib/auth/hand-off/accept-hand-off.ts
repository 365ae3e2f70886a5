import "server-only";
import { open } from "@/lib/infra/sealed-box";
import { hashToken } from "@/lib/infra/tokens";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { sidPlace, stateOf } from "./internal";

export type AcceptedHandOff = { sid: string; userId: string };

/**
 * Uses a hand-off code up and returns the session's secret for this host's own cookie; null for a code that is unknown,
 * used, expired, made for another host or begun in another browser, and for a session that has ended.
 */
export async function acceptHandOff(input: {
  code: string;
  nonce: string;
  host: string;
}): Promise<AcceptedHandOff | null> {
  const host = input.host.toLowerCase();
  const { kind } = await resolveHost(host);
  if (kind !== "tenant" && kind !== "admin") return null;
  return withSystem(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string; sid: string; user_id: string }[]>`
      update platform.auth_tokens a set used_at = now() from platform.sessions s
      where a.token_hash = ${hashToken(input.code)} and a.kind = 'handoff' and a.audience = ${host}
        and a.used_at is null and a.expires_at > now() and a.payload->>'state' = ${stateOf(input.nonce)}
        and s.id = a.session_id and s.revoked_at is null and s.absolute_expires_at > now()
      returning a.id::text, a.payload->>'sid' as sid, a.user_id::text`;
    const row = rows[0];
    if (!row) return null;
    await tx.authToken.update({ where: { id: row.id }, data: { payload: {} }, select: { id: true } });
    return { sid: open(row.sid, sidPlace(row.id)), userId: row.user_id };
  });
}
