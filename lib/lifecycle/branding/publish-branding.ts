import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { assertUsable, lockDraft, presentVersion, readSettings } from "./internal";
import { type BrandingVersionDto, type PublicationInput, publicationInput } from "./schema";

/**
 * Shows the draft to everybody, or brings an earlier version back. Each publication is a new version: nothing that
 * was shown is ever lost. Publishing ends the draft; bringing back leaves it alone.
 * @throws DomainError permission_denied, precondition_failed (the draft is not the one that was seen)
 * @throws ConflictError nothing_to_publish; NotFoundError for a version that was never published
 */
export async function publishBranding(
  ctx: TenantContext,
  raw: PublicationInput,
  revision: number | null,
): Promise<BrandingVersionDto> {
  ctx.authorize("branding:update");
  const { revert_to: revertTo } = publicationInput.parse(raw);
  const tenantId = ctx.tenant.id;
  return withTenant({ tenantId, cell: ctx.tenant.cell, userId: actorPerson(ctx.actor) }, async (tx) => {
    const draft = await lockDraft(tx, ctx, revision);
    const source = revertTo === undefined ? draft?.settings : await settingsOf(tx, tenantId, revertTo);
    if (source === undefined) {
      throw new ConflictError("There is no draft to publish.", { reason: "nothing_to_publish" });
    }
    const settings = readSettings(source);
    await assertUsable(tx, ctx, settings);
    const last = await tx.brandingVersion.findFirst({
      where: { tenantId },
      orderBy: { version: "desc" },
    });
    const made = await tx.brandingVersion.create({
      data: {
        tenantId,
        version: (last?.version ?? 0) + 1,
        settings,
        revertedTo: revertTo ?? null,
        publishedBy: actorPerson(ctx.actor),
        publishedByName: actorName(ctx.actor).slice(0, 255),
      },
    });
    if (revertTo === undefined) {
      await tx.brandingDraft.delete({ where: { tenantId }, select: { tenantId: true } });
    }
    await recordEvent(tx, ctx, {
      action: revertTo === undefined ? "branding.published" : "branding.reverted",
      target: { type: "branding", id: tenantId, label: ctx.tenant.name },
      ...(last && { before: { version: last.version, ...readSettings(last.settings) } }),
      after: { version: made.version, ...settings },
    });
    return presentVersion(made);
  });
}

async function settingsOf(tx: TenantTx, tenantId: string, version: number): Promise<unknown> {
  const row = await tx.brandingVersion.findUnique({
    where: { tenantId_version: { tenantId, version } },
    select: { settings: true },
  });
  if (!row) throw new NotFoundError("version");
  return row.settings;
}
