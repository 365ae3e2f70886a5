import "server-only";
import { withSystem } from "@/lib/tenancy/with-system";
import { applyBilling } from "./apply-billing";
import { withBillingLock } from "./stripe/billing-lock";

/**
 * Moves accounts that are past due to the step of the ladder their days say, and lets overrides expire. Run hourly:
 * no event comes for time that passes. Returns how many accounts were looked at.
 */
export async function advanceDunning(now = new Date()): Promise<number> {
  const accounts = await withSystem((tx) =>
    tx.account.findMany({
      where: {
        OR: [
          { subscriptions: { some: { status: { in: ["past_due", "unpaid"] } } } },
          { accountOverrides: { some: { expiresAt: { lte: now } } } },
        ],
      },
      select: { id: true },
    }),
  );
  for (const { id } of accounts) {
    await withBillingLock(id, (tx, account) => applyBilling(tx, account.id, now));
  }
  return accounts.length;
}
