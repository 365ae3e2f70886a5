import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Whether a hash that a password was compared with is still the person's. Comparing takes its time: a change meanwhile
 * is seen here, and a later one waits for this transaction and then ends what it began.
 */
export async function holdPassword(tx: SystemTx, userId: string, comparedHash: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 from platform.credentials c
    where c.user_id = ${userId}::uuid and c.password_hash = ${comparedHash} for share`;
  return rows.length > 0;
}
