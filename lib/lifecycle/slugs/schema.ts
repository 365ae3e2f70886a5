import * as z from "zod";

export const SLUG_MIN_LENGTH = 3;
export const SLUG_MAX_LENGTH = 40;
/** Lower-case letters, digits and single hyphens between them: an ASCII host label, so no look-alikes. */
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const slugSchema = z
  .string()
  .min(SLUG_MIN_LENGTH)
  .max(SLUG_MAX_LENGTH)
  .regex(SLUG, "Use lower-case letters, digits and single hyphens.");

export const slugCheck = z.object({
  slug: z.string(),
  available: z.boolean(),
  reason: z.enum(["slug_taken", "slug_reserved", "slug_invalid"]).nullable(),
  suggestion: z.string().nullable(),
});
export type SlugCheck = z.output<typeof slugCheck>;

export const renameInput = z.strictObject({ slug: slugSchema });
export type RenameInput = z.input<typeof renameInput>;

/** The present address and the former ones, newest first. */
export const slugHistory = z.object({
  slug: z.string(),
  former: z.array(
    z.object({ slug: z.string(), released_at: z.iso.datetime(), redirects_until: z.iso.datetime() }),
  ),
});
export type SlugHistory = z.output<typeof slugHistory>;

/** The address a name asks for: "Café Zürich B.V." becomes "cafe-zurich-b-v". Empty when nothing is left. */
export function slugFromName(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, SLUG_MAX_LENGTH)
    .replace(/^-+|-+$/g, "");
}
