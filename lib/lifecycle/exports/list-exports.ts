import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { afterCursor, toPage } from "@/lib/core/cursor";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentExport } from "./internal";
import type { ExportPage } from "./schema";

/** The workspace's exports, newest first. @throws DomainError permission_denied */
export async function listExports(
  ctx: TenantContext,
  query: { limit: number; cursor?: string | undefined },
): Promise<ExportPage> {
  ctx.authorize("data:export");
  const tenantId = ctx.tenant.id;
  const rows = await withTenant({ tenantId }, (tx) =>
    tx.export.findMany({
      where: { tenantId, ...afterCursor(query.cursor, "createdAt") },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: query.limit + 1,
    }),
  );
  return toPage(rows, query.limit, (row) => ({ at: row.createdAt, id: row.id }), presentExport);
}
