import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** A browser that is strange again takes the second step again. */
export async function distrustStrangers(tx: SystemTx, userId: string): Promise<void> {
  await tx.$executeRaw`
    delete from platform.trusted_devices t where t.user_id = ${userId}::uuid and not exists (
      select 1 from platform.known_devices d where d.user_id = t.user_id and d.token_hash = t.token_hash)`;
}
