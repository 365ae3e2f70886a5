import "server-only";
import { lookUpRequest } from "@/lib/access/look-up-request";
import { statusAllows } from "@/lib/tenancy/capabilities";
import { queryTenant } from "@/lib/tenancy/query-tenant";

/**
 * A picture of the tenant at `slug`, for whoever sees its sign-in page or mail; null for another tenant's, however
 * well its hash is known.
 */
export async function findBrandAsset(slug: string, hash: string): Promise<Buffer | null> {
  const { tenant } = await lookUpRequest(slug, null);
  if (!tenant || !statusAllows(tenant.status, "read")) return null;
  const rows = await queryTenant<{ bytes: Buffer }>(
    { tenantId: tenant.id, cell: tenant.cell },
    {
      name: "brand-asset",
      text: "select bytes from shared.brand_assets where tenant_id = $1 and hash = $2",
      values: [tenant.id, hash],
    },
  );
  return rows[0]?.bytes ?? null;
}
