import "server-only";
import { newId } from "@/lib/core/ids";
import { hashToken, newToken } from "@/lib/infra/tokens";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Gives a session one more key, with what its holder has proved so far. Only its hash is stored. */
export async function issueSessionKey(
  tx: SystemTx,
  input: { sessionId: string; authAt: Date; mfaAt: Date | null },
): Promise<string> {
  const sid = newToken();
  await tx.sessionKey.create({
    data: { id: newId(), ...input, tokenHash: hashToken(sid) },
    select: { id: true },
  });
  return sid;
}
