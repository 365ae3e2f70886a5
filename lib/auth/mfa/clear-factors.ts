import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { voidTokens } from "../tokens/void-tokens";

/** Takes every second factor of a person away, with what stood for one. Sessions stay, but none counts as two-step. */
export async function clearFactors(tx: SystemTx, userId: string): Promise<void> {
  await tx.totpFactor.deleteMany({ where: { userId } });
  await tx.passkey.deleteMany({ where: { userId } });
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.factorReset.deleteMany({ where: { userId } });
  await tx.trustedDevice.deleteMany({ where: { userId } });
  await tx.session.updateMany({ where: { userId, revokedAt: null }, data: { mfaAt: null } });
  await tx.sessionKey.updateMany({ where: { session: { userId } }, data: { mfaAt: null } });
  // A challenge or an enrolment begun under the old factors must not be finished without them.
  await voidTokens(tx, userId);
}
