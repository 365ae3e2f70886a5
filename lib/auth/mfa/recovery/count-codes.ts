import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Recovery codes of a person that still work; null when none were ever made. */
export async function countCodes(tx: SystemTx, userId: string): Promise<number | null> {
  const codes = await tx.recoveryCode.findMany({ where: { userId }, select: { usedAt: true } });
  return codes.length === 0 ? null : codes.filter((code) => code.usedAt === null).length;
}
