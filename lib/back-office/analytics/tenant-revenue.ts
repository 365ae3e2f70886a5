import "server-only";
import { findLive } from "@/lib/billing/subscriptions/find-live";
import { isPlanKey, PLANS } from "@/lib/entitlements/catalogue";
import { withSystem } from "@/lib/tenancy/with-system";

/** A trial or a paused subscription brings nothing in. */
const PAYING = new Set(["active", "past_due"]);
const DAYS = { month: 30, year: 365 } as const;
const MICROS_PER_CENT = 10_000;

/** A tenant's even share of what its account's subscription brings in over so many days, in millionths. */
export async function tenantRevenue(accountId: string, days: number): Promise<number> {
  return withSystem(async (tx) => {
    const live = await findLive(tx, accountId);
    if (!live || !PAYING.has(live.status) || !isPlanKey(live.planType)) return 0;
    const interval = live.billingInterval === "year" ? "year" : "month";
    const cents = PLANS[live.planType].price?.[interval] ?? 0;
    const tenants = await tx.tenant.count({ where: { accountId, status: { not: "erased" } } });
    return Math.round((cents * MICROS_PER_CENT * days) / DAYS[interval] / Math.max(1, tenants));
  });
}
