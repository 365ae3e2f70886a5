import "server-only";
import { LimitError } from "@/lib/core/errors";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { countSeats } from "./count-seats";

/** Whoever fills a seat of the tenant takes turns, until the transaction ends. Always before rows of invitations. */
export async function lockSeats(tx: TenantTx, tenantId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('seats:' || ${tenantId}, 0))::text`;
}

/**
 * Makes sure that one more person fits, before they are written. An invitation of the same address is that person's
 * own seat. Of parallel claims each sees what the one before it did; without a limit nothing is locked.
 * @throws LimitError subject seats, reason seat_limit
 */
export async function claimSeat(
  tx: TenantTx,
  { tenantId, limit, email }: { tenantId: string; limit: number | null; email: string },
): Promise<void> {
  if (limit === null) return;
  await lockSeats(tx, tenantId);
  const { members, pending } = await countSeats(tx, tenantId, email);
  const used = members + pending;
  if (used < limit) return;
  throw new LimitError(
    "seats",
    `All ${limit} seats of this workspace are taken. Remove a member, revoke an invitation, or choose a larger plan.`,
    { reason: "seat_limit", figures: { used, limit, resetsAt: null } },
  );
}
