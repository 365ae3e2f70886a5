import "server-only";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";

export type TokenKind =
  | "handoff"
  | "password_reset"
  | "mfa_challenge"
  | "mfa_enrolment"
  | "own_totp_enrolment"
  | "passkey_enrolment"
  | "factor_reset"
  | "unlock"
  | "session_alarm"
  | "deletion_cancel"
  | "identity_link"
  | "email_change"
  | "email_undo";

export type TokenInput = {
  kind: TokenKind;
  userId: string;
  ttlSeconds: number;
  /** Host that may consume it; empty for the root host's own flows. */
  audience?: string;
  sessionId?: string;
  payload?: (id: string) => Record<string, string | boolean>;
};

/** Makes a single-use token and returns its secret, of which only the SHA-256 is stored. */
export async function issueToken(tx: SystemTx, input: TokenInput): Promise<string> {
  const secret = newToken();
  const id = newId();
  await tx.authToken.create({
    data: {
      id,
      kind: input.kind,
      tokenHash: hashToken(secret),
      userId: input.userId,
      sessionId: input.sessionId ?? null,
      audience: input.audience ?? "",
      payload: input.payload?.(id) ?? {},
      expiresAt: new Date(Date.now() + input.ttlSeconds * 1000),
    },
    select: { id: true },
  });
  return secret;
}
