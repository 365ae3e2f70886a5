import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SlugHistory } from "./schema";

/** Former addresses of the workspace, newest first. @throws NotFoundError for any other id; DomainError permission_denied */
export async function listSlugs(ctx: TenantContext, id: string): Promise<SlugHistory> {
  if (id !== ctx.tenant.id) throw new NotFoundError("tenant");
  ctx.authorize("tenant:read");
  const rows = await withSystem((tx) =>
    tx.tenantSlug.findMany({ where: { tenantId: id }, orderBy: { releasedAt: "desc" }, take: 50 }),
  );
  return {
    slug: ctx.tenant.slug,
    former: rows.map((row) => ({
      slug: row.slug,
      released_at: row.releasedAt.toISOString(),
      redirects_until: row.redirectUntil.toISOString(),
    })),
  };
}
