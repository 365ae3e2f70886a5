import { route } from "@/lib/api/route";
import { DomainError } from "@/lib/core/errors";
import {
  assetUploadQuery,
  brandAssetDto,
  MAX_UPLOAD_BYTES,
  UPLOAD_TYPES,
} from "@/lib/lifecycle/branding/schema";
import { uploadBrandAsset } from "@/lib/lifecycle/branding/upload-brand-asset";

export const POST = route({
  method: "POST",
  path: "/api/v1/branding/assets",
  summary: "Upload a logo or icon (PNG, JPEG or WebP, at most 1 MB); it is drawn anew as PNG",
  tag: "Branding",
  auth: "tenant",
  permission: "branding:update",
  rate: { limit: 30, windowSeconds: 60 },
  query: assetUploadQuery,
  consumes: UPLOAD_TYPES,
  response: brandAssetDto,
  status: 201,
  handler: async ({ ctx, query, request }) => {
    if (Number(request.headers.get("content-length") ?? 0) > MAX_UPLOAD_BYTES) {
      throw new DomainError("payload_too_large", "The picture is larger than 1 MB.");
    }
    return uploadBrandAsset(ctx, query.kind, Buffer.from(await request.arrayBuffer()));
  },
});
