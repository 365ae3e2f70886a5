import "server-only";
import { ConflictError } from "@/lib/core/errors";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { countWays } from "./count-ways";

/**
 * Refuses what has just taken the last way in away; the caller holds the person's lock.
 * @throws ConflictError last_way_in (the transaction must roll back)
 */
export async function assertWayIn(tx: SystemTx, userId: string): Promise<void> {
  if ((await countWays(tx, userId)) > 0) return;
  throw new ConflictError("This is your last way to sign in. Set a password or add a passkey first.", {
    reason: "last_way_in",
  });
}
