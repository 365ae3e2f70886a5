import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { CURRENCY, isPlanKey, PLANS } from "@/lib/entitlements/catalogue";
import { withSystem } from "@/lib/tenancy/with-system";
import { performanceQuery } from "@/lib/usage/analytics/schema";
import { tenantWindow } from "@/lib/usage/analytics/tenant-window";
import type { SpendDto, SpendQuery } from "../schema";
import { findLive } from "../subscriptions/find-live";

const BILLED = ["open", "paid", "uncollectible"];

/**
 * What the account pays: its subscription's price and what was invoiced in the range, over all its workspaces.
 * @throws DomainError permission_denied, feature_unavailable (the plan lacks the range)
 */
export async function getSpend(ctx: TenantContext, input: SpendQuery): Promise<SpendDto> {
  ctx.authorize("billing:read");
  const { range } = performanceQuery.parse(input);
  const window = await tenantWindow(ctx, range);
  const [from, to] = [new Date(window.fromMs), new Date(window.toMs)];
  const { accountId } = ctx.tenant;
  return withSystem(async (tx) => {
    const live = await findLive(tx, accountId);
    const invoices = await tx.invoice.findMany({
      where: { accountId, status: { in: BILLED }, issuedAt: { gte: from, lt: to } },
      select: { totalMinor: true, currency: true },
    });
    const interval = live?.billingInterval === "year" ? "year" : "month";
    const price = live && isPlanKey(live.planType) ? (PLANS[live.planType].price?.[interval] ?? null) : null;
    return {
      from: from.toISOString(),
      to: to.toISOString(),
      plan: isPlanKey(ctx.tenant.planKey) ? ctx.tenant.planKey : "free",
      recurring: price === null ? null : { amount: price, currency: CURRENCY, interval },
      invoiced: {
        amount: invoices.reduce((sum, invoice) => sum + Number(invoice.totalMinor), 0),
        currency: invoices[0]?.currency ?? CURRENCY,
        invoices: invoices.length,
      },
    };
  });
}
