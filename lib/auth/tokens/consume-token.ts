import "server-only";
import { hashToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { TokenKind } from "./issue-token";

export type ConsumedToken = { id: string; userId: string; sessionId: string | null; payload: unknown };

/**
 * Uses a token up in one conditional update: of any number of parallel tries one gets it. Null for a token that is
 * unknown, used, expired, of another kind or for another host.
 */
export async function consumeToken(
  tx: SystemTx,
  input: { kind: TokenKind; token: string; audience?: string },
): Promise<ConsumedToken | null> {
  const rows = await tx.$queryRaw<
    { id: string; user_id: string; session_id: string | null; payload: unknown }[]
  >`
    update platform.auth_tokens set used_at = now()
    where token_hash = ${hashToken(input.token)} and kind = ${input.kind} and audience = ${input.audience ?? ""}
      and used_at is null and expires_at > now()
    returning id::text, user_id::text, session_id::text, payload`;
  const row = rows[0];
  return row ? { id: row.id, userId: row.user_id, sessionId: row.session_id, payload: row.payload } : null;
}
