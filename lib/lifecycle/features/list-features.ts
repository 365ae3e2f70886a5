import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { TOGGLE_KEYS } from "@/lib/entitlements/toggles";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentFeatures } from "./internal";
import type { FeatureList } from "./schema";

/**
 * Every feature with a switch, whether it is on in this workspace, and what decided that.
 * @throws DomainError permission_denied
 */
export async function listFeatures(ctx: TenantContext): Promise<FeatureList> {
  ctx.authorize("tenant:read");
  return withSystem(async (tx) => ({ data: await presentFeatures(tx, ctx, TOGGLE_KEYS) }));
}
