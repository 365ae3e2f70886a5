import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, ValidationError } from "@/lib/core/errors";
import { assertFeature } from "@/lib/entitlements/check-feature";
import type { BrandingDraft, BrandingVersion } from "@/lib/infra/prisma/generated/client";
import { type BrandingSettings, brandingSettings, DEFAULT_BRANDING } from "@/lib/tenancy/branding/schema";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { BrandingDraftDto, BrandingVersionDto } from "./schema";

/** Revision of a draft that does not exist yet. */
export const NO_DRAFT = 0;

/** Settings that an older version of the product wrote: what it did not know has its default. */
export function readSettings(value: unknown): BrandingSettings {
  const parsed = brandingSettings.safeParse(value);
  return parsed.success ? parsed.data : DEFAULT_BRANDING;
}

export function presentDraft(row: BrandingDraft): BrandingDraftDto {
  return {
    revision: row.revision,
    settings: readSettings(row.settings),
    updated_by: row.updatedByName,
    updated_at: row.updatedAt.toISOString(),
  };
}

export function presentVersion(row: BrandingVersion): BrandingVersionDto {
  return {
    version: row.version,
    settings: readSettings(row.settings),
    reverted_to: row.revertedTo,
    published_by: row.publishedByName,
    published_at: row.publishedAt.toISOString(),
  };
}

/**
 * Locks the tenant's branding and checks that the draft is the one the caller saw.
 * @throws DomainError precondition_failed, reason branding_changed, naming who changed it
 */
export async function lockDraft(
  tx: TenantTx,
  ctx: TenantContext,
  expected: number | null,
): Promise<BrandingDraft | null> {
  const tenantId = ctx.tenant.id;
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('branding:' || ${tenantId}, 0))::text`;
  const draft = await tx.brandingDraft.findUnique({ where: { tenantId } });
  if (expected === (draft?.revision ?? NO_DRAFT)) return draft;
  const who = draft?.updatedByName ? ` by ${draft.updatedByName}` : "";
  const message =
    expected === null
      ? 'Send If-Match with the draft\'s ETag ("0" when there is no draft).'
      : `The draft was changed${who} meanwhile. Load it again.`;
  throw new DomainError("precondition_failed", message, { reason: "branding_changed" });
}

/**
 * Checks what only this tenant's data and plan can say: its own pictures, and leaving Atrium's name out.
 * @throws ValidationError unknown_asset; DomainError feature_unavailable
 */
export async function assertUsable(
  tx: TenantTx,
  ctx: TenantContext,
  settings: BrandingSettings,
): Promise<void> {
  if (settings.hide_powered_by) assertFeature(ctx.tenant.entitlements, "white_label");
  const wanted = (["logo_light", "logo_dark", "icon"] as const)
    .map((path) => ({ path, hash: settings[path] }))
    .filter((entry) => entry.hash !== null);
  if (wanted.length === 0) return;
  const found = await tx.brandAsset.findMany({
    where: { tenantId: ctx.tenant.id, hash: { in: wanted.map((entry) => entry.hash ?? "") } },
    select: { hash: true },
  });
  const errors = wanted
    .filter(({ hash }) => !found.some((row) => row.hash === hash))
    .map(({ path }) => ({ path, code: "unknown_asset", message: "There is no such picture." }));
  if (errors.length > 0) throw new ValidationError(errors);
}
