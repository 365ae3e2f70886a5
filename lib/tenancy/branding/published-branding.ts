import "server-only";
import { queryTenant } from "../query-tenant";
import { type BrandingSettings, brandingSettings } from "./schema";

/** What the tenant last published; null when it never did. */
export async function publishedBranding(scope: {
  tenantId: string;
  cell?: string;
}): Promise<BrandingSettings | null> {
  const rows = await queryTenant<{ settings: unknown }>(scope, {
    name: "published-branding",
    text: "select settings from shared.branding_versions where tenant_id = $1 order by version desc limit 1",
    values: [scope.tenantId],
  });
  const parsed = brandingSettings.safeParse(rows[0]?.settings);
  return parsed.success ? parsed.data : null;
}
