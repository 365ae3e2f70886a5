import { recomputeEntitlements } from "@/lib/entitlements/recompute-entitlements";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Gives an account a feature beyond its plan, with a limit where it has one. As an override: what stood in the
 * entitlements alone would go with the worker's next look at the subscription.
 */
export async function arrange(accountId: string, feature: string, limit = ""): Promise<void> {
  const limitValue = limit === "" ? null : BigInt(limit);
  await withSystem(async (tx) => {
    await tx.accountOverride.create({
      data: { accountId, feature, enabled: true, limitValue, reason: "e2e" },
    });
    await recomputeEntitlements(tx, accountId);
  });
}
