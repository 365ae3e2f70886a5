import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { smallestPlanWith } from "@/lib/entitlements/catalogue";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { AGENT_CATALOGUE, CATALOGUE_FEATURE, TIER_LEVELS } from "./catalogue";
import type { CatalogueEntry } from "./schema";

/**
 * Every agent there is, and whether the account's plan includes it.
 * @throws DomainError permission_denied
 */
export async function listCatalogue(ctx: TenantContext): Promise<CatalogueEntry[]> {
  ctx.authorize("agents:read");
  return AGENT_CATALOGUE.map(({ key, name, category, icon, description, tier }) => ({
    key,
    name,
    category,
    icon,
    description,
    available: hasFeature(ctx.tenant.entitlements, CATALOGUE_FEATURE, TIER_LEVELS[tier]),
    required_plan: smallestPlanWith(CATALOGUE_FEATURE, TIER_LEVELS[tier]),
  }));
}
