import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Whether a workspace of this person asks for a second factor and the days of grace are over. */
export async function owesFactor(tx: SystemTx, userId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ owes: boolean }[]>`select platform.owes_factor(${userId}::uuid) as owes`;
  return row?.owes ?? false;
}
