import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { hashCode } from "./code-set";

/** Uses a recovery code up: true once for a code of the person's present set, false for any other text. */
export async function takeRecoveryCode(tx: SystemTx, userId: string, code: string): Promise<boolean> {
  const one = await tx.recoveryCode.findFirst({ where: { userId }, select: { salt: true } });
  if (!one) return false;
  const codeHash = await hashCode(code, one.salt);
  const { count } = await tx.recoveryCode.updateMany({
    where: { userId, codeHash: new Uint8Array(codeHash), usedAt: null },
    data: { usedAt: new Date() },
  });
  return count === 1;
}
