import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { emailKey } from "../take-attempt";

/** Ends every lock of an account: its owner has proved the mailbox. */
export async function clearLocks(tx: SystemTx, email: string): Promise<void> {
  await tx.signInGuard.deleteMany({ where: { accountKey: emailKey(email) } });
}
