import "server-only";
import { resolveFeature } from "@/lib/entitlements/resolve-feature";
import { isInEveryPlan, type ToggleKey } from "@/lib/entitlements/toggles";
import type { SystemTx } from "@/lib/tenancy/with-system";
import type { FeatureFlagDto } from "./schema";

type Side = { id: string; planned: string[] | null; off: string[] | null };

/** The flags as they are now and how many workspaces each reaches, by the resolver that the checks use. */
export async function presentFlags(tx: SystemTx, features: readonly ToggleKey[]): Promise<FeatureFlagDto[]> {
  const flags = await tx.featureFlag.findMany();
  const tenants = await tx.$queryRaw<Side[]>`
    select t.id::text as id,
      (select array_agg(e.feature::text) from platform.account_entitlements e
        where e.account_id = t.account_id and e.enabled and e.feature = any (${[...features]})) as planned,
      (select array_agg(s.feature::text) from platform.tenant_features s
        where s.tenant_id = t.id and not s.enabled and s.feature = any (${[...features]})) as off
    from platform.tenants t where t.purpose = 'customer' and t.status not in ('erased', 'offboarding')`;
  return features.map((feature) => {
    const row = flags.find((flag) => flag.feature === feature);
    const flag = { enabled: row?.enabled ?? true, rollout: row?.rolloutPercent ?? 100 };
    const sides = tenants.map((tenant) =>
      resolveFeature(feature, {
        tenantId: tenant.id,
        inPlan: isInEveryPlan(feature) || (tenant.planned ?? []).includes(feature),
        wanted: !(tenant.off ?? []).includes(feature),
        flag,
      }),
    );
    return {
      feature,
      enabled: flag.enabled,
      rollout_percent: flag.rollout,
      reason: row?.reason ?? "",
      changed_by: row?.changedByName ?? "",
      changed_at: row?.updatedAt.toISOString() ?? null,
      tenants: sides.length,
      in_plan: sides.filter((side) => side.inPlan).length,
      switched_off: sides.filter((side) => !side.wanted).length,
      effective: sides.filter((side) => side.enabled).length,
    };
  });
}
