import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { isFeatureKey, PLANS, smallestPlanWith } from "@/lib/entitlements/catalogue";
import { resolveFeature } from "@/lib/entitlements/resolve-feature";
import { isInEveryPlan, type ToggleKey } from "@/lib/entitlements/toggles";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { FeatureDto } from "./schema";

/** Both sides of the switches as they are now, and what follows from them for this tenant. */
export async function presentFeatures(
  tx: SystemTx,
  ctx: TenantContext,
  features: readonly ToggleKey[],
): Promise<FeatureDto[]> {
  const [own, flags] = [
    await tx.tenantFeature.findMany({ where: { tenantId: ctx.tenant.id } }),
    await tx.featureFlag.findMany(),
  ];
  return features.map((feature) => {
    const row = own.find((candidate) => candidate.feature === feature);
    const flag = flags.find((candidate) => candidate.feature === feature);
    const resolved = resolveFeature(feature, {
      tenantId: ctx.tenant.id,
      inPlan: isPlanned(ctx, feature),
      wanted: row?.enabled,
      flag: flag && { enabled: flag.enabled, rollout: flag.rolloutPercent },
    });
    const plan = isFeatureKey(feature) ? smallestPlanWith(feature) : null;
    return {
      feature,
      enabled: resolved.enabled,
      source: resolved.source,
      in_plan: resolved.inPlan,
      wanted: resolved.wanted,
      rollout_percent: resolved.rollout,
      required_plan: plan && PLANS[plan].name,
      changed_by: row?.changedByName ?? null,
      changed_at: row?.updatedAt.toISOString() ?? null,
    };
  });
}

/** Whether the plan has it: the context's entitlements have the switches applied already and say which one did it. */
function isPlanned(ctx: TenantContext, feature: ToggleKey): boolean {
  const grant = ctx.tenant.entitlements[feature];
  return isInEveryPlan(feature) || grant?.enabled === true || grant?.off !== undefined;
}
