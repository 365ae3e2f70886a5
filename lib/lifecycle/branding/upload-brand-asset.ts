import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, LimitError } from "@/lib/core/errors";
import { redrawImage } from "@/lib/infra/raster";
import { refusePicture } from "@/lib/infra/refuse-picture";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { readSettings } from "./internal";
import { type AssetKind, type BrandAssetDto, MAX_UPLOAD_BYTES } from "./schema";

const BOXES = { logo: { width: 640, height: 160 }, icon: { width: 256, height: 256 } } as const;
const MAX_ASSETS = 40;

/**
 * Draws an uploaded picture anew and keeps it by its content; the same picture twice is kept once. It is used once a
 * draft names its hash.
 * @throws DomainError permission_denied, payload_too_large, unsupported_media_type; ValidationError image_…; LimitError
 */
export async function uploadBrandAsset(
  ctx: TenantContext,
  kind: AssetKind,
  source: Buffer,
): Promise<BrandAssetDto> {
  ctx.authorize("branding:update");
  if (source.length > MAX_UPLOAD_BYTES) {
    throw new DomainError("payload_too_large", "The picture is larger than 1 MB.");
  }
  const made = await redrawImage(source, BOXES[kind]).catch(refusePicture);
  const tenantId = ctx.tenant.id;
  const { hash, width, height } = made;
  await withTenant({ tenantId, cell: ctx.tenant.cell, userId: actorPerson(ctx.actor) }, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended('branding:' || ${tenantId}, 0))::text`;
    const key = { tenantId_hash: { tenantId, hash } };
    if (await tx.brandAsset.findUnique({ where: key, select: { hash: true } })) return;
    await makeRoom(tx, tenantId);
    await tx.brandAsset.create({
      data: { tenantId, hash, kind, width, height, bytes: new Uint8Array(made.bytes) },
      select: { hash: true },
    });
    await recordEvent(tx, ctx, {
      action: "brand_asset.uploaded",
      target: { type: "brand_asset", id: hash, label: kind },
      after: { kind, width, height, size_bytes: made.bytes.length },
    });
  });
  return { hash, kind, width, height, size_bytes: made.bytes.length };
}

/** Pictures that neither the draft nor any version names go first; a tenant cannot fill our disks. */
async function makeRoom(tx: TenantTx, tenantId: string): Promise<void> {
  if ((await tx.brandAsset.count({ where: { tenantId } })) < MAX_ASSETS) return;
  const draft = await tx.brandingDraft.findUnique({ where: { tenantId }, select: { settings: true } });
  const versions = await tx.brandingVersion.findMany({ where: { tenantId }, select: { settings: true } });
  const used = [...(draft ? [draft] : []), ...versions].flatMap((row) => {
    const { logo_light, logo_dark, icon } = readSettings(row.settings);
    return [logo_light, logo_dark, icon].filter((hash) => hash !== null);
  });
  const removed = await tx.brandAsset.deleteMany({ where: { tenantId, hash: { notIn: used } } });
  if (removed.count === 0) {
    throw new LimitError("brand_assets", `A workspace keeps at most ${MAX_ASSETS} pictures.`);
  }
}
