import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lockDraft } from "./internal";

/**
 * Throws the draft away; what is published stays. Without a draft it changes nothing.
 * @throws DomainError permission_denied, precondition_failed
 */
export async function discardBrandingDraft(ctx: TenantContext, revision: number | null): Promise<void> {
  ctx.authorize("branding:update");
  const tenantId = ctx.tenant.id;
  await withTenant({ tenantId, cell: ctx.tenant.cell, userId: actorPerson(ctx.actor) }, async (tx) => {
    const draft = await lockDraft(tx, ctx, revision);
    if (!draft) return;
    await tx.brandingDraft.delete({ where: { tenantId }, select: { tenantId: true } });
    await recordEvent(tx, ctx, {
      action: "branding.draft_discarded",
      target: { type: "branding", id: tenantId, label: ctx.tenant.name },
    });
  });
}
