import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Whether a person has a second factor: an authenticator app or a passkey. */
export async function hasFactor(tx: SystemTx, userId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ has: boolean }[]>`select platform.has_factor(${userId}::uuid) as has`;
  return row?.has ?? false;
}
