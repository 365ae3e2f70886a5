import "server-only";
import { hashToken } from "@/lib/infra/tokens";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { withSystem } from "@/lib/tenancy/with-system";
import { issueSessionKey } from "../sessions/issue-session-key";
import { stateOf } from "./internal";

export type AcceptedHandOff = { sid: string; userId: string };

/**
 * Uses a hand-off code up and returns a new key of the session for this host's own cookie; null for a code that is unknown,
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
    const rows = await tx.$queryRaw<
      { session_id: string; auth_at: Date; mfa_at: Date | null; user_id: string }[]
    >`
      update platform.auth_tokens a set used_at = now() from platform.sessions s
      where a.token_hash = ${hashToken(input.code)} and a.kind = 'handoff' and a.audience = ${host}
        and a.used_at is null and a.expires_at > now() and a.payload->>'state' = ${stateOf(input.nonce)}
        and s.id = a.session_id and s.revoked_at is null and s.absolute_expires_at > now()
      returning a.session_id::text, (a.payload->>'auth_at')::timestamptz as auth_at,
        (a.payload->>'mfa_at')::timestamptz as mfa_at, a.user_id::text`;
    const row = rows[0];
    if (!row) return null;
    const { session_id: sessionId, auth_at: authAt, mfa_at: mfaAt } = row;
    return { sid: await issueSessionKey(tx, { sessionId, authAt, mfaAt }), userId: row.user_id };
  });
}
