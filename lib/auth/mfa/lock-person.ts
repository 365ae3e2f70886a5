import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** Changes of one person's factors come after each other: two removals at once must not both leave one behind. */
export async function lockPerson(tx: SystemTx, userId: string): Promise<void> {
  await tx.$executeRaw`select 1 from platform.users where id = ${userId}::uuid for update`;
}
