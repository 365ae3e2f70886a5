import * as z from "zod";
import { assetHash, brandingSettings } from "@/lib/tenancy/branding/schema";

export const ASSET_KINDS = ["logo", "icon"] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];

/** Bytes of an uploaded picture, ours to redraw. */
export const MAX_UPLOAD_BYTES = 1_000_000;
export const UPLOAD_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;

const draftDto = z.object({
  /** Changes with every save; the draft's ETag. */
  revision: z.number().int(),
  settings: brandingSettings,
  updated_by: z.string(),
  updated_at: z.iso.datetime(),
});
export type BrandingDraftDto = z.infer<typeof draftDto>;

const versionDto = z.object({
  version: z.number().int(),
  settings: brandingSettings,
  /** The version that this one brought back. */
  reverted_to: z.number().int().nullable(),
  published_by: z.string(),
  published_at: z.iso.datetime(),
});
export type BrandingVersionDto = z.infer<typeof versionDto>;

export const brandingDto = z.object({
  /** What is being worked on; null when nothing differs from what is published. */
  draft: draftDto.nullable(),
  published: versionDto.nullable(),
  /** The last 20, newest first. */
  versions: z.array(versionDto),
});
export type BrandingDto = z.infer<typeof brandingDto>;

export const publicationInput = z.strictObject({
  /** Brings a published version back instead of publishing the draft. */
  revert_to: z.number().int().positive().optional(),
});
export type PublicationInput = z.input<typeof publicationInput>;

export const assetUploadQuery = z.object({ kind: z.enum(ASSET_KINDS) });
export const assetParams = z.strictObject({ hash: assetHash });
export const assetQuery = z.object({
  /** On the root host, which shows the sign-in page of a workspace: its slug. */
  to: z.string().max(63).optional(),
});

export const brandAssetDto = z.object({
  hash: assetHash,
  kind: z.enum(ASSET_KINDS),
  width: z.number().int(),
  height: z.number().int(),
  size_bytes: z.number().int(),
});
export type BrandAssetDto = z.infer<typeof brandAssetDto>;
