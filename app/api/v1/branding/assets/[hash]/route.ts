import * as z from "zod";
import { FileReply, route } from "@/lib/api/route";
import { NotFoundError } from "@/lib/core/errors";
import { findBrandAsset } from "@/lib/lifecycle/branding/find-brand-asset";
import { assetParams, assetQuery } from "@/lib/lifecycle/branding/schema";
import { resolveHost } from "@/lib/tenancy/resolve-host";

export const GET = route({
  method: "GET",
  path: "/api/v1/branding/assets/{hash}",
  summary: "A logo or icon of this host's workspace, as PNG",
  tag: "Branding",
  auth: "public",
  rate: { limit: 600, windowSeconds: 60 },
  params: assetParams,
  query: assetQuery,
  produces: "image/png",
  response: z.string(),
  handler: async ({ ctx, params, query }) => {
    const host = await resolveHost(ctx.host);
    const slug = host.kind === "tenant" ? host.slug : host.kind === "root" ? query.to : undefined;
    const bytes = slug ? await findBrandAsset(slug, params.hash) : null;
    if (!bytes) throw new NotFoundError("picture");
    return new FileReply(new Uint8Array(bytes), {
      headers: {
        "cache-control": "public, max-age=31536000, immutable",
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": "inline",
        "x-content-type-options": "nosniff",
        etag: `"${params.hash}"`,
      },
    });
  },
});
