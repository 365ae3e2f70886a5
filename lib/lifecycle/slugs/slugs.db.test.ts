import { expect, test } from "vitest";
import { makeUserContext } from "@/lib/testing/make-context";
import { makeTenant, makeUser } from "@/lib/testing/make-tenant";
import { checkSlug } from "./check-slug";
import { RESERVED_SLUGS } from "./reserved-slugs";
import { slugFromName, slugSchema } from "./schema";

test("at least 150 names are reserved, and each is a possible address", () => {
  expect(RESERVED_SLUGS.size).toBeGreaterThanOrEqual(150);
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
  expect([...RESERVED_SLUGS].filter((slug) => !label.test(slug))).toEqual([]);
});

test.each([
  ["Café Zürich B.V.", "cafe-zurich-b-v"],
  ["  Acme & Sons  ", "acme-and-sons"],
  ["Straße 12", "strasse-12"],
  ["漢字", ""],
  [`${"x".repeat(39)} yz`, "x".repeat(39)],
])("%s asks for %s", (name, slug) => {
  expect(slugFromName(name)).toBe(slug);
  if (slug) expect(slugSchema.safeParse(slug).success).toBe(true);
});

test("says free, taken, reserved or invalid, each with a way on", async () => {
  const ctx = makeUserContext(await makeUser());
  const tenant = await makeTenant();
  expect(await checkSlug(ctx, "quite-free")).toEqual({
    slug: "quite-free",
    available: true,
    reason: null,
    suggestion: null,
  });
  expect(await checkSlug(ctx, tenant.slug)).toMatchObject({
    available: false,
    reason: "slug_taken",
    suggestion: `${tenant.slug}-hq`,
  });
  expect(await checkSlug(ctx, "admin")).toMatchObject({ reason: "slug_reserved", suggestion: "admin-hq" });
  expect(await checkSlug(ctx, "Big Name")).toMatchObject({ reason: "slug_invalid", suggestion: "big-name" });
  expect(await checkSlug(ctx, "--")).toMatchObject({ reason: "slug_invalid", suggestion: null });
});
