import { route } from "@/lib/api/route";
import { putAvatar } from "@/lib/auth/avatar/put-avatar";
import { removeAvatar } from "@/lib/auth/avatar/remove-avatar";
import { AVATAR_TYPES, avatarDto, MAX_AVATAR_BYTES } from "@/lib/auth/avatar/schema";
import { DomainError } from "@/lib/core/errors";

const path = "/api/v1/me/avatar";

export const PUT = route({
  method: "PUT",
  path,
  summary: "Upload the own picture (PNG, JPEG or WebP, at most 1 MB); it is drawn anew as a square",
  tag: "Me",
  auth: "user",
  keys: false,
  rate: { limit: 20, windowSeconds: 60 },
  consumes: AVATAR_TYPES,
  response: avatarDto,
  handler: async ({ ctx, request }) => {
    if (Number(request.headers.get("content-length") ?? 0) > MAX_AVATAR_BYTES) {
      throw new DomainError("payload_too_large", "The picture is larger than 1 MB.");
    }
    return putAvatar(ctx, Buffer.from(await request.arrayBuffer()));
  },
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Remove the own picture",
  tag: "Me",
  auth: "user",
  keys: false,
  response: null,
  handler: async ({ ctx }) => {
    await removeAvatar(ctx);
    return null;
  },
});
