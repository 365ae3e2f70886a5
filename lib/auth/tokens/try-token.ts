import "server-only";
import { hashToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { TokenKind } from "./issue-token";

/** Tries that one challenge answers, right or wrong. */
export const MAX_TRIES = 5;

export type TriedToken = { id: string; userId: string; payload: unknown };

/**
 * Counts one try against a challenge and returns it, or null when it is unknown, used, expired or tried too often.
 * The caller must let the transaction commit, whatever the try's result, and use the challenge up when it was right.
 */
export async function tryToken(
  tx: SystemTx,
  input: { kind: TokenKind; token: string },
): Promise<TriedToken | null> {
  const rows = await tx.$queryRaw<{ id: string; user_id: string; payload: unknown }[]>`
    update platform.auth_tokens set attempts = attempts + 1
    where token_hash = ${hashToken(input.token)} and kind = ${input.kind}
      and used_at is null and expires_at > now() and attempts < ${MAX_TRIES}
    returning id::text, user_id::text, payload`;
  const row = rows[0];
  return row ? { id: row.id, userId: row.user_id, payload: row.payload } : null;
}
