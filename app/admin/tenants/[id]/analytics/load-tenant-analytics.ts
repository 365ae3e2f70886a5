import "server-only";
import { getTenantAnalytics } from "@/lib/back-office/analytics/get-tenant-analytics";
import type { AdminRange, AdminTenantAnalyticsDto } from "@/lib/back-office/analytics/schema";
import { getTenant } from "@/lib/back-office/tenants/get-tenant";
import type { StaffContext } from "@/lib/core/context";
import { DomainError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";

/** A workspace's name and figures; null when there is no such workspace. */
export async function loadTenantAnalytics(
  ctx: StaffContext,
  id: string,
  range: AdminRange,
): Promise<{ name: string; analytics: AdminTenantAnalyticsDto } | null> {
  if (!isId(id)) return null;
  try {
    const [tenant, analytics] = await Promise.all([
      getTenant(ctx, id),
      getTenantAnalytics(ctx, id, { range }),
    ]);
    return { name: tenant.name, analytics };
  } catch (error) {
    if (error instanceof DomainError && error.code === "not_found") return null;
    throw error;
  }
}
