import "server-only";
import { actorName } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { tenantUrl } from "@/lib/tenancy/hosts";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { sealLink } from "./internal";
import type { ExportLinkDto } from "./schema";

const LINK_MINUTES = 15;

/**
 * A signed address of an export's file that works for 15 minutes without signing in. Audited.
 * @throws DomainError permission_denied, step_up_required; NotFoundError; ConflictError export_not_ready
 */
export async function createExportLink(ctx: TenantContext, id: string): Promise<ExportLinkDto> {
  ctx.authorize("data:export");
  assertRecent(ctx.actor);
  const { id: tenantId, slug } = ctx.tenant;
  const expiresAtMs = Date.now() + LINK_MINUTES * 60_000;
  await withTenant({ tenantId }, async (tx) => {
    const row = await tx.export.findUnique({ where: { tenantId_id: { tenantId, id } } });
    if (!row) throw new NotFoundError("export");
    if (row.state !== "ready" || !row.expiresAt || row.expiresAt <= new Date()) {
      throw new ConflictError("This export has no file.", { reason: "export_not_ready" });
    }
    await recordEvent(tx, ctx, { action: "export.link_created", target: { type: "export", id } });
  });
  const token = sealLink({ tenantId, exportId: id, by: actorName(ctx.actor), expiresAtMs });
  const path = `/api/v1/exports/download?token=${encodeURIComponent(token)}`;
  return { url: tenantUrl(slug, path), expires_at: new Date(expiresAtMs).toISOString() };
}
