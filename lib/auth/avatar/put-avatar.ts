import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { UserContext } from "@/lib/core/context";
import { DomainError, PermissionError } from "@/lib/core/errors";
import { redrawImage } from "@/lib/infra/raster";
import { refusePicture } from "@/lib/infra/refuse-picture";
import { withSystem } from "@/lib/tenancy/with-system";
import { AVATAR_SIDE, type AvatarDto, MAX_AVATAR_BYTES } from "./schema";

/**
 * Draws an uploaded picture anew as a square and shows it wherever the person is shown.
 * @throws DomainError payload_too_large, unsupported_media_type; ValidationError image_…
 * @throws PermissionError reason sso_session: the picture is everywhere, such a session is good for one workspace
 */
export async function putAvatar(ctx: UserContext, source: Buffer): Promise<AvatarDto> {
  const { userId, email, ssoConnectionId } = ctx.actor;
  if (ssoConnectionId !== undefined) throw new PermissionError("session", { reason: "sso_session" });
  if (source.length > MAX_AVATAR_BYTES) {
    throw new DomainError("payload_too_large", "The picture is larger than 1 MB.");
  }
  const box = { width: AVATAR_SIDE, height: AVATAR_SIDE, fit: "cover" } as const;
  const { hash, bytes } = await redrawImage(source, box).catch(refusePicture);
  const picture = { hash, bytes: new Uint8Array(bytes), updatedAt: new Date() };
  await withSystem(async (tx) => {
    await tx.avatar.upsert({
      where: { userId },
      create: { userId, ...picture },
      update: picture,
      select: { userId: true },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "user.picture_changed",
      target: { type: "user", id: userId, label: email },
    });
  });
  return { version: hash };
}
