import { grantsOf, PLANS } from "@/lib/entitlements/catalogue";
import { recomputeEntitlements } from "@/lib/entitlements/recompute-entitlements";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Gives the account what Enterprise has. As overrides: the worker writes an account's entitlements anew from its
 * subscription and these, and would take back what stood in the entitlements alone.
 */
export async function putOnEnterprise(accountId: string): Promise<void> {
  const grants = grantsOf(PLANS.enterprise);
  await withSystem(async (tx) => {
    await tx.accountOverride.deleteMany({ where: { accountId } });
    await tx.accountOverride.createMany({
      data: grants.map(({ feature, enabled, limit, level }) => ({
        ...{ accountId, feature, enabled, level, reason: "e2e" },
        limitValue: limit === null ? null : BigInt(limit),
      })),
    });
    await recomputeEntitlements(tx, accountId);
  });
}
