import * as z from "zod";

export const MAX_AVATAR_BYTES = 1_000_000;
export const AVATAR_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
/** Pixels a side, after the crop. */
export const AVATAR_SIDE = 256;

export const avatarDto = z.object({
  version: z.string().meta({ description: "Changes with every picture; part of its address." }),
});
export type AvatarDto = z.infer<typeof avatarDto>;
export const avatarParams = z.strictObject({ id: z.uuid() });
export const avatarQuery = z.object({ v: z.string().max(64).optional() });
