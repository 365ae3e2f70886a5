import "server-only";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { LIVE_STATUSES } from "@/lib/entitlements/recompute-entitlements";
import type { Subscription } from "@/lib/infra/prisma/generated/client";
import type { SystemTx } from "@/lib/tenancy/with-system";

/** The account's live subscription, or null. */
export async function findLive(tx: SystemTx, accountId: string): Promise<Subscription | null> {
  return tx.subscription.findFirst({ where: { accountId, status: { in: LIVE_STATUSES } } });
}

/**
 * A subscription of this account that can still be changed.
 * @throws NotFoundError for an unknown id or another account's; ConflictError subscription_ended
 */
export async function getLive(tx: SystemTx, accountId: string, id: string): Promise<Subscription> {
  const row = await tx.subscription.findFirst({ where: { id, accountId } });
  if (!row) throw new NotFoundError("subscription");
  if (!LIVE_STATUSES.includes(row.status)) {
    throw new ConflictError("This subscription has ended.", { reason: "subscription_ended" });
  }
  return row;
}
