import "server-only";
import { logger } from "@/lib/infra/logger";
import { withSystem } from "@/lib/tenancy/with-system";
import { withBillingLock } from "./stripe/billing-lock";
import { syncAccount } from "./stripe/sync-account";

export const DRIFT_SETTING = "billing.reconciliation";
const PAGE = 200;

export type Reconciliation = { checked: number; drift: number; failed: number; finishedAt: string };

/**
 * Compares every account that has a Stripe customer with Stripe and corrects it. Run nightly: the figure is how many
 * rows the webhooks had missed, kept in platform.settings for the back-office.
 */
export async function reconcileBilling(now = new Date()): Promise<Reconciliation> {
  const totals = { checked: 0, drift: 0, failed: 0 };
  for (let after: string | undefined; ; ) {
    const page = await accountsAfter(after);
    for (const { id } of page) {
      try {
        totals.drift += await withBillingLock(id, (tx, account) => syncAccount(tx, account, now));
        totals.checked += 1;
      } catch (error) {
        totals.failed += 1;
        logger.error({ error, accountId: id }, "reconciliation of an account failed");
      }
    }
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  const result = { ...totals, finishedAt: new Date().toISOString() };
  await withSystem((tx) =>
    tx.platformSetting.upsert({
      where: { key: DRIFT_SETTING },
      create: { key: DRIFT_SETTING, value: result },
      update: { value: result },
    }),
  );
  return result;
}

async function accountsAfter(after: string | undefined): Promise<{ id: string }[]> {
  return withSystem((tx) =>
    tx.account.findMany({
      where: { stripeCustomerId: { not: null }, ...(after && { id: { gt: after } }) },
      orderBy: { id: "asc" },
      take: PAGE,
      select: { id: true },
    }),
  );
}
