import "server-only";
import { seatsIfReachable } from "@/lib/access/seats/read-seats";
import type { SeatsDto } from "@/lib/access/seats/schema";
import type { BillingState, TenantContext } from "@/lib/core/context";
import { isPlanKey, type PlanKey } from "@/lib/entitlements/catalogue";
import { withSystem } from "@/lib/tenancy/with-system";
import { accountUsage, type MeterUsage } from "@/lib/usage/account-usage";
import { nextStep } from "./billing-state";
import { listInvoices } from "./invoices/list-invoices";
import { presentSubscription } from "./present-subscription";
import type { InvoiceDto, SubscriptionDto } from "./schema";
import { findLive } from "./subscriptions/find-live";

const RECENT_INVOICES = 12;

export type BillingOverview = {
  plan: PlanKey;
  billingState: BillingState;
  subscription: SubscriptionDto | null;
  usage: MeterUsage[];
  /** Of the workspace at hand: they are not shared. Null while its database does not answer. */
  seats: SeatsDto | null;
  invoices: InvoiceDto[];
  /** The invoice that waits for money, and what happens when it stays unpaid. */
  due: { payUrl: string | null; next: { state: "restricted" | "suspended"; at: string } | null } | null;
  canManage: boolean;
};

/**
 * Everything the billing page shows.
 * @throws DomainError permission_denied
 */
export async function getBillingOverview(ctx: TenantContext): Promise<BillingOverview> {
  ctx.authorize("billing:read");
  const { accountId, planKey, billingState } = ctx.tenant;
  const [live, usage, seats, invoices] = await Promise.all([
    withSystem((tx) => findLive(tx, accountId)),
    accountUsage(accountId),
    seatsIfReachable(ctx),
    listInvoices(ctx, { limit: RECENT_INVOICES }),
  ]);
  const unpaid = invoices.data.find((invoice) => invoice.status === "open" && invoice.amount_due.amount > 0);
  const next = live ? nextStep(billingState, live.pastDueSince) : null;
  return {
    plan: isPlanKey(planKey) ? planKey : "free",
    billingState,
    subscription: live ? presentSubscription(live) : null,
    usage,
    seats,
    invoices: invoices.data,
    due: live?.pastDueSince
      ? {
          payUrl: unpaid?.hosted_url ?? null,
          next: next && { state: next.state, at: next.at.toISOString() },
        }
      : null,
    canManage: ctx.decide("billing:manage").allowed,
  };
}
