import "server-only";
import type { TenantFacts } from "@/lib/core/context";
import { hasFeature } from "@/lib/entitlements/check-feature";
import { logger } from "@/lib/infra/logger";
import { publishedBranding } from "@/lib/tenancy/branding/published-branding";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";
import { statusAllows } from "@/lib/tenancy/capabilities";

export type Brand = {
  tenant: { slug: string; name: string };
  settings: BrandingSettings;
  poweredBy: boolean;
};

/**
 * The look that this tenant shows now: what it published, while the feature is on. Null: Atrium's own. A look is never
 * worth an error, so a tenant whose data cannot be read has Atrium's.
 */
export async function brandOf(tenant: TenantFacts): Promise<Brand | null> {
  if (!statusAllows(tenant.status, "read") || !hasFeature(tenant.entitlements, "branding")) return null;
  try {
    const settings = await publishedBranding({ tenantId: tenant.id, cell: tenant.cell });
    if (!settings) return null;
    const hides = settings.hide_powered_by && hasFeature(tenant.entitlements, "white_label");
    return { tenant: { slug: tenant.slug, name: tenant.name }, settings, poweredBy: !hides };
  } catch (error) {
    logger.warn({ error, tenant: tenant.id }, "branding could not be read");
    return null;
  }
}
