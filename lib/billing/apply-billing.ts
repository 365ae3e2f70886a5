import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { PLANS } from "@/lib/entitlements/catalogue";
import { LIVE_STATUSES, recomputeEntitlements } from "@/lib/entitlements/recompute-entitlements";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { deriveBillingState } from "./billing-state";
import { mailBillingContacts } from "./mail-billing-contacts";
import { parkTenants } from "./park-tenants";
import { STRIPE_REQUEST } from "./stripe-actor";
import { syncUsagePeriods } from "./usage-periods";

/**
 * Derives from the mirror what an account may do: billing state, entitlements, parked tenants, usage periods.
 * Idempotent; called after every change of the mirror and by the clock. To be called inside withBillingLock().
 */
export async function applyBilling(tx: SystemTx, accountId: string, now: Date): Promise<void> {
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId } });
  const subscriptions = await tx.subscription.findMany({
    where: { accountId },
    orderBy: { createdAt: "desc" },
  });
  const state = deriveBillingState(subscriptions, now);
  if (state !== account.billingState) {
    await tx.account.update({ where: { id: accountId }, data: { billingState: state } });
    await recordPlatformEvent(tx, STRIPE_REQUEST, {
      action: "account.billing_state_changed",
      accountId,
      target: { type: "account", id: accountId, label: account.name },
      before: { billing_state: account.billingState },
      after: { billing_state: state },
    });
  }
  const { before, planKey } = await recomputeEntitlements(tx, accountId);
  if (before !== planKey) {
    await recordPlatformEvent(tx, STRIPE_REQUEST, {
      action: "account.plan_changed",
      accountId,
      target: { type: "account", id: accountId, label: account.name },
      before: { plan: before },
      after: { plan: planKey },
    });
    await mailBillingContacts(tx, accountId, {
      template: "plan_changed",
      data: { planName: PLANS[planKey].name },
    });
  }
  await parkTenants(tx, accountId);
  const live = subscriptions.find((subscription) => LIVE_STATUSES.includes(subscription.status));
  const ended = subscriptions.find((subscription) => subscription.status === "canceled");
  await syncUsagePeriods(tx, accountId, live ?? null, ended?.endedAt ?? null, now);
}
