import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { type BrandingInput, brandingSettings } from "@/lib/tenancy/branding/schema";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { assertUsable, lockDraft, presentDraft, readSettings } from "./internal";
import type { BrandingDraftDto } from "./schema";

/**
 * Saves the draft as a whole; nobody but this page sees it. `revision` is the one the caller last saw (0: none), so
 * that two editors never overwrite each other unseen.
 * @throws DomainError permission_denied, precondition_failed, feature_unavailable; ValidationError
 */
export async function saveBrandingDraft(
  ctx: TenantContext,
  raw: BrandingInput,
  revision: number | null,
): Promise<BrandingDraftDto> {
  ctx.authorize("branding:update");
  const settings = brandingSettings.parse(raw);
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, cell: ctx.tenant.cell, userId: actorPerson(ctx.actor) }, async (tx) => {
    const before = await lockDraft(tx, ctx, revision);
    await assertUsable(tx, ctx, settings);
    const data = {
      settings,
      revision: (before?.revision ?? 0) + 1,
      updatedBy: actorPerson(ctx.actor),
      updatedByName: actorName(ctx.actor).slice(0, 255),
      updatedAt: new Date(),
    };
    const draft = await tx.brandingDraft.upsert({
      where: { tenantId },
      create: { tenantId, ...data },
      update: data,
    });
    await recordEvent(tx, ctx, {
      action: "branding.draft_saved",
      target: { type: "branding", id: tenantId, label: ctx.tenant.name },
      ...(before && { before: readSettings(before.settings) }),
      after: settings,
    });
    return presentDraft(draft);
  });
}
