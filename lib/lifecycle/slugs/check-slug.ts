import "server-only";
import { randomInt } from "node:crypto";
import type { UserContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { RESERVED_SLUGS } from "./reserved-slugs";
import { SLUG_MAX_LENGTH, type SlugCheck, slugFromName, slugSchema } from "./schema";
import { takenSlugs } from "./taken-slugs";

/** Says whether a workspace can have this address, why not, and which similar one is free. */
export async function checkSlug(_ctx: UserContext, slug: string): Promise<SlugCheck> {
  if (!slugSchema.safeParse(slug).success) {
    const better = slugFromName(slug);
    const isUsable = slugSchema.safeParse(better).success;
    return answer(slug, "slug_invalid", isUsable ? await suggestSlug(better) : null);
  }
  if (RESERVED_SLUGS.has(slug)) return answer(slug, "slug_reserved", await suggestSlug(slug));
  if (await isTaken(slug)) return answer(slug, "slug_taken", await suggestSlug(slug));
  return answer(slug, null, null);
}

/** A free address like the one wanted. */
export async function suggestSlug(wanted: string): Promise<string> {
  const stem = wanted.slice(0, SLUG_MAX_LENGTH - 6).replace(/-+$/, "");
  const candidates = [
    ...(RESERVED_SLUGS.has(wanted) ? [] : [wanted]),
    `${stem}-hq`,
    ...Array.from({ length: 8 }, (_, n) => `${stem}-${n + 2}`),
    `${stem}-${randomInt(1_000, 100_000)}`,
  ];
  const taken = await withSystem((tx) => takenSlugs(tx, candidates));
  return candidates.find((slug) => !taken.has(slug)) ?? `${stem}-${randomInt(100_000, 1_000_000)}`;
}

async function isTaken(slug: string): Promise<boolean> {
  return (await withSystem((tx) => takenSlugs(tx, [slug]))).size > 0;
}

function answer(slug: string, reason: SlugCheck["reason"], suggestion: string | null): SlugCheck {
  return { slug, available: reason === null, reason, suggestion };
}
