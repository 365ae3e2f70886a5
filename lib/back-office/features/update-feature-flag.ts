import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { StaffContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import type { ToggleKey } from "@/lib/entitlements/toggles";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertStaff } from "../assert-staff";
import { presentFlags } from "./internal";
import { type FeatureFlagDto, type FeatureFlagInput, featureFlagInput } from "./schema";

/**
 * Throws or releases a feature's kill switch, or changes the share of workspaces that have it. Counts everywhere from
 * the next request on.
 * @throws PermissionError; ValidationError
 */
export async function updateFeatureFlag(
  ctx: StaffContext,
  feature: ToggleKey,
  raw: FeatureFlagInput,
): Promise<FeatureFlagDto> {
  assertStaff(ctx);
  const input = featureFlagInput.parse(raw);
  return withSystem(async (tx) => {
    // Two members of staff at once: the second starts from what the first one left.
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('feature-flag:' || ${feature}, 0))::text`;
    const row = await tx.featureFlag.findUnique({ where: { feature } });
    const before = { enabled: row?.enabled ?? true, rollout_percent: row?.rolloutPercent ?? 100 };
    const after = {
      enabled: input.enabled ?? before.enabled,
      rollout_percent: input.rollout_percent ?? before.rollout_percent,
    };
    const data = {
      enabled: after.enabled,
      rolloutPercent: after.rollout_percent,
      reason: input.reason,
      changedBy: ctx.actor.userId,
      changedByName: (ctx.actor.name || ctx.actor.email).slice(0, 255),
      updatedAt: new Date(),
    };
    await tx.featureFlag.upsert({
      where: { feature },
      create: { feature, ...data },
      update: data,
      select: { feature: true },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "feature_flag.changed",
      target: { type: "feature", id: feature, label: feature },
      before,
      after,
      reason: input.reason,
    });
    const [dto] = await presentFlags(tx, [feature]);
    if (!dto) throw new NotFoundError("feature");
    return dto;
  });
}
