import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import type { ToggleKey } from "@/lib/entitlements/toggles";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentFeatures } from "./internal";
import { type FeatureDto, type SetFeatureInput, setFeatureInput } from "./schema";

/**
 * Turns a feature on or off for this workspace; counts from the next request on. A wish that the plan or the platform
 * does not allow is kept and takes effect when they do.
 * @throws DomainError permission_denied, validation_failed
 */
export async function setFeature(
  ctx: TenantContext,
  feature: ToggleKey,
  raw: SetFeatureInput,
): Promise<FeatureDto> {
  ctx.authorize("features:update");
  const { enabled } = setFeatureInput.parse(raw);
  const tenantId = ctx.tenant.id;
  const changedBy = { changedBy: actorPerson(ctx.actor), changedByName: actorName(ctx.actor).slice(0, 255) };
  return withSystem(async (tx) => {
    const before = await tx.tenantFeature.findUnique({
      where: { tenantId_feature: { tenantId, feature } },
      select: { enabled: true },
    });
    if ((before?.enabled ?? true) !== enabled) {
      const data = { enabled, ...changedBy, updatedAt: new Date() };
      await tx.tenantFeature.upsert({
        where: { tenantId_feature: { tenantId, feature } },
        create: { tenantId, feature, ...data },
        update: data,
        select: { feature: true },
      });
      await recordEvent(tx, ctx, {
        action: enabled ? "feature.enabled" : "feature.disabled",
        target: { type: "feature", id: feature, label: feature },
        before: { enabled: !enabled },
        after: { enabled },
      });
    }
    const [dto] = await presentFeatures(tx, ctx, [feature]);
    if (!dto) throw new NotFoundError("feature");
    return dto;
  });
}
