import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** For how many days a second step holds in one browser: what the strictest of the person's workspaces allows. */
export async function trustDays(tx: SystemTx, userId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ days: number | null }[]>`
    select platform.trusted_device_days(${userId}::uuid) as days`;
  return row?.days ?? 0;
}
