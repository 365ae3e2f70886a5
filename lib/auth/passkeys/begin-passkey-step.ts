import "server-only";
import { ConflictError } from "@/lib/core/errors";
import { hashToken } from "@/lib/infra/tokens";
import { withSystem } from "@/lib/tenancy/with-system";
import { beginPasskeyCheck, type PasskeyCheck } from "./begin-passkey-check";

/**
 * Asks for a passkey of the person whose sign-in waits for its second step.
 * @throws ConflictError flow_expired
 */
export async function beginPasskeyStep(input: { token: string }): Promise<PasskeyCheck> {
  const row = await withSystem((tx) =>
    tx.authToken.findUnique({
      where: { tokenHash: hashToken(input.token), kind: "mfa_challenge", usedAt: null },
      select: { userId: true, expiresAt: true },
    }),
  );
  if (!row || row.expiresAt <= new Date()) {
    throw new ConflictError("This sign-in took too long. Start again.", { reason: "flow_expired" });
  }
  return beginPasskeyCheck({ purpose: "second_step", userId: row.userId });
}
