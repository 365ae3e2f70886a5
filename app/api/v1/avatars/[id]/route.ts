import * as z from "zod";
import { FileReply, route } from "@/lib/api/route";
import { getAvatar } from "@/lib/auth/avatar/get-avatar";
import { avatarParams, avatarQuery } from "@/lib/auth/avatar/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/avatars/{id}",
  summary: "The picture of a person with whom you share a workspace, as PNG",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 1200, windowSeconds: 60 },
  params: avatarParams,
  query: avatarQuery,
  produces: "image/png",
  response: z.string(),
  handler: async ({ ctx, params }) => {
    const { hash, bytes } = await getAvatar(ctx, params.id);
    return new FileReply(new Uint8Array(bytes), {
      headers: {
        // In this browser alone, and only for an hour: whoever leaves a workspace is not seen by it for long.
        "cache-control": "private, max-age=3600",
        vary: "Cookie",
        "content-security-policy": "default-src 'none'; sandbox",
        "content-disposition": "inline",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        etag: `"${hash}"`,
      },
    });
  },
});
