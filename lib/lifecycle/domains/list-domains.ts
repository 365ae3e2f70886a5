import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentDomain } from "./internal";
import type { DomainList } from "./schema";

/**
 * The workspace's own host names, with the record that proves each.
 * @throws DomainError permission_denied
 */
export async function listDomains(ctx: TenantContext): Promise<DomainList> {
  ctx.authorize("domains:read");
  const rows = await withSystem((tx) =>
    tx.domain.findMany({ where: { tenantId: ctx.tenant.id }, orderBy: { createdAt: "asc" } }),
  );
  return { data: rows.map(presentDomain) };
}
