import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentDraft, presentVersion } from "./internal";
import type { BrandingDto } from "./schema";

const SHOWN_VERSIONS = 20;

/**
 * The workspace's look: draft, what is published, and what was.
 * @throws DomainError permission_denied
 */
export async function getBranding(ctx: TenantContext): Promise<BrandingDto> {
  ctx.authorize("tenant:read");
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, cell: ctx.tenant.cell }, async (tx) => {
    const draft = await tx.brandingDraft.findUnique({ where: { tenantId } });
    const rows = await tx.brandingVersion.findMany({
      where: { tenantId },
      orderBy: { version: "desc" },
      take: SHOWN_VERSIONS,
    });
    const versions = rows.map(presentVersion);
    return { draft: draft && presentDraft(draft), published: versions[0] ?? null, versions };
  });
}
