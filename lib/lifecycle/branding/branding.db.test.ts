import { NextRequest } from "next/server";
import sharp from "sharp";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { GET as assetRoute } from "@/app/api/v1/branding/assets/[hash]/route";
import { POST as uploadRoute } from "@/app/api/v1/branding/assets/route";
import { DELETE as deleteDraft, PUT as putDraft } from "@/app/api/v1/branding/draft/route";
import { brandOf } from "@/lib/access/brand/brand-of";
import { systemPool } from "@/lib/infra/database/pools";
import { DEFAULT_BRANDING } from "@/lib/tenancy/branding/schema";
import { callRoute } from "@/lib/testing/call-route";
import { jpeg, PNG, pngBomb, pngHeader, resized } from "@/lib/testing/hostile-pictures";
import { makeContext } from "@/lib/testing/make-context";
import { sessionCookie } from "@/lib/testing/make-staff";
import { addMember, makeTenant, makeUser, type TestTenant } from "@/lib/testing/make-tenant";
import { tenantActions } from "@/lib/testing/tenant-actions";
import { setFeature } from "../features/set-feature";
import { discardBrandingDraft } from "./discard-branding-draft";
import { findBrandAsset } from "./find-brand-asset";
import { getBranding } from "./get-branding";
import { publishBranding } from "./publish-branding";
import { saveBrandingDraft } from "./save-branding-draft";
import { uploadBrandAsset } from "./upload-brand-asset";

let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  other = await makeTenant({ planKey: "professional" });
});
beforeEach(async () => {
  tenant = await makeTenant({ planKey: "professional" });
});
const admin = (of: TestTenant = tenant) => makeContext(of, of.owner);
const look = { ...DEFAULT_BRANDING, primary_color: "#0a7d55" };

const actions = () => tenantActions(tenant.id);

async function picture(color = "#ff0000", width = 64): Promise<Buffer> {
  return sharp({ create: { width, height: 32, channels: 4, background: color } })
    .withExif({ IFD0: { Copyright: "secret-exif" } })
    .png()
    .toBuffer();
}

describe("draft, publish, revert", () => {
  test("nobody sees a draft; publishing shows it; an earlier look comes back as a new version", async () => {
    const draft = await saveBrandingDraft(await admin(), look, 0);
    expect(draft.revision).toBe(1);
    expect(await brandOf((await admin()).tenant)).toBeNull();
    const first = await publishBranding(await admin(), {}, 1);
    expect(first).toMatchObject({ version: 1, settings: look, reverted_to: null });
    expect((await brandOf((await admin()).tenant))?.settings.primary_color).toBe("#0a7d55");
    await saveBrandingDraft(await admin(), { ...look, primary_color: "#aa0000" }, 0);
    await publishBranding(await admin(), {}, 1);
    const back = await publishBranding(await admin(), { revert_to: 1 }, 0);
    expect(back).toMatchObject({ version: 3, reverted_to: 1, settings: look });
    const state = await getBranding(await admin());
    expect(state.versions.map((version) => version.version)).toEqual([3, 2, 1]);
    expect(state.draft).toBeNull();
    expect(await actions()).toEqual([
      "branding.draft_saved",
      "branding.published",
      "branding.draft_saved",
      "branding.published",
      "branding.reverted",
    ]);
  });

  test("two editors: the second is told, and nothing is overwritten", async () => {
    await saveBrandingDraft(await admin(), look, 0);
    const late = { code: "precondition_failed", details: { reason: "branding_changed" } };
    await expect(saveBrandingDraft(await admin(), DEFAULT_BRANDING, 0)).rejects.toMatchObject(late);
    await expect(saveBrandingDraft(await admin(), DEFAULT_BRANDING, null)).rejects.toMatchObject(late);
    await expect(publishBranding(await admin(), {}, 7)).rejects.toMatchObject(late);
    await expect(discardBrandingDraft(await admin(), 9)).rejects.toMatchObject(late);
    expect((await getBranding(await admin())).draft?.settings).toEqual(look);
  });

  test("of twenty saves at once from the same state exactly one wins", async () => {
    const ctx = await admin();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        saveBrandingDraft(ctx, { ...look, sign_in_title: `Editor ${index}` }, 0),
      ),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  });

  test("discarding leaves what is published; nothing to publish says so", async () => {
    await saveBrandingDraft(await admin(), look, 0);
    await discardBrandingDraft(await admin(), 1);
    await expect(publishBranding(await admin(), {}, 0)).rejects.toMatchObject({
      code: "conflict",
      details: { reason: "nothing_to_publish" },
    });
    await expect(publishBranding(await admin(), { revert_to: 99 }, 0)).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("over HTTP the ETag travels in If-Match and a stale one is 412", async () => {
    const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
    const call = (match: string | undefined) =>
      callRoute(putDraft, {
        slug: tenant.slug,
        cookie,
        body: look,
        ...(match && { headers: { "if-match": match } }),
      });
    const saved = await call('"0"');
    expect([saved.status, saved.headers.get("etag")]).toEqual([200, '"1"']);
    expect((await call('"0"')).status).toBe(412);
    expect((await call(undefined)).status).toBe(412);
    const gone = await callRoute(deleteDraft, {
      slug: tenant.slug,
      cookie,
      headers: { "if-match": '"1"' },
    });
    expect(gone.status).toBe(204);
  });

  test("viewers may look, not change; another tenant's look is its own", async () => {
    const viewer = await makeUser();
    await addMember(tenant, viewer, "viewer");
    const ctx = await makeContext(tenant, viewer);
    await getBranding(ctx);
    for (const attempt of [
      () => saveBrandingDraft(ctx, look, 0),
      () => publishBranding(ctx, {}, 0),
      () => discardBrandingDraft(ctx, 0),
      async () => uploadBrandAsset(ctx, "logo", await picture()),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "permission_denied" });
    }
    await saveBrandingDraft(await admin(), look, 0);
    expect((await getBranding(await admin(other))).draft).toBeNull();
  });

  test("Atrium's name goes only where the plan says so, and comes back with the switch", async () => {
    const free = await makeTenant({ planKey: "free" });
    await expect(
      saveBrandingDraft(await admin(free), { ...look, hide_powered_by: true }, 0),
    ).rejects.toMatchObject({ code: "feature_unavailable" });
    await saveBrandingDraft(await admin(), { ...look, hide_powered_by: true }, 0);
    await publishBranding(await admin(), {}, 1);
    expect((await brandOf((await admin()).tenant))?.poweredBy).toBe(false);
    await setFeature(await admin(), "white_label", { enabled: false });
    expect((await brandOf((await admin()).tenant))?.poweredBy).toBe(true);
    await setFeature(await admin(), "branding", { enabled: false });
    expect(await brandOf((await admin()).tenant)).toBeNull();
  });
});

describe("hostile settings", () => {
  test.each([
    { primary_color: "red" },
    { primary_color: "#fff" },
    { primary_color: "#123456;}body{display:none" },
    { primary_color: "url(https://evil.example)" },
    { accent_color: "var(--x)" },
    { font: "Comic Sans'; @import url(//evil)" },
    { font: "constructor" },
    { radius: "99px" },
    { logo_light: "../../etc/passwd" },
    { icon: "a".repeat(63) },
    { sign_in_title: "Welcome\r\nSet-Cookie: a=b" },
    { sign_in_text: "a\u202Eb" },
    { sign_in_text: "x".repeat(401) },
    { email_footer: "\u0000" },
    { css: "body{}" },
    { hide_powered_by: "yes" },
  ])("%j is refused", async (change) => {
    await expect(saveBrandingDraft(await admin(), { ...look, ...change } as never, 0)).rejects.toThrow();
    expect((await getBranding(await admin())).draft).toBeNull();
  });

  test("markup stays text, and Windows line ends become line breaks", async () => {
    const text = "<script>alert(1)</script>\r\n<b>Hi</b>";
    const draft = await saveBrandingDraft(await admin(), { ...look, sign_in_text: text }, 0);
    expect(draft.settings.sign_in_text).toBe("<script>alert(1)</script>\n<b>Hi</b>");
  });
});

describe("pictures", () => {
  test("are drawn anew without metadata, kept once, and served to everybody by this host alone", async () => {
    const source = await picture();
    expect(source.toString("latin1")).toContain("secret-exif");
    const made = await uploadBrandAsset(await admin(), "logo", source);
    expect(await uploadBrandAsset(await admin(), "logo", source)).toEqual(made);
    const stored = await findBrandAsset(tenant.slug, made.hash);
    expect(stored?.toString("latin1")).not.toContain("secret-exif");
    const params = { hash: made.hash };
    const answer = await callRoute(assetRoute, { slug: tenant.slug, params });
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
    });
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(stored);
    expect((await callRoute(assetRoute, { slug: other.slug, params })).status).toBe(404);
    expect((await callRoute(assetRoute, { params })).status).toBe(404);
    expect((await callRoute(assetRoute, { params, query: `?to=${other.slug}` })).status).toBe(404);
    expect((await callRoute(assetRoute, { params, query: `?to=${tenant.slug}` })).status).toBe(200);
    expect(await actions()).toEqual(["brand_asset.uploaded"]);
  });

  test("another tenant's picture cannot be used, nor one that never was", async () => {
    const { hash } = await uploadBrandAsset(await admin(other), "logo", await picture("#00ff00"));
    const errors = [{ path: "logo_light", code: "unknown_asset" }];
    for (const wanted of [hash, "0".repeat(64)]) {
      await expect(
        saveBrandingDraft(await admin(), { ...look, logo_light: wanted }, 0),
      ).rejects.toMatchObject({ code: "validation_failed", details: { errors } });
    }
    await saveBrandingDraft(await admin(other), { ...look, logo_light: hash }, 0);
  });

  test("what hides behind a picture does not come through", async () => {
    const polyglot = Buffer.concat([await picture(), Buffer.from("<script>alert(1)</script>PK\u0003\u0004")]);
    const made = await uploadBrandAsset(await admin(), "icon", polyglot);
    expect((await findBrandAsset(tenant.slug, made.hash))?.toString("latin1")).not.toMatch(/script|PK/);
  });

  test("a large logo shrinks into its box", async () => {
    const made = await uploadBrandAsset(await admin(), "logo", await picture("#0000ff", 3000));
    expect(made.width).toBeLessThanOrEqual(640);
  });

  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  const hostile: [string, () => Promise<Buffer> | Buffer, string][] = [
    ["an SVG with a script", () => svg, "unsupported_media_type"],
    ["an SVG behind a PNG's first bytes", () => Buffer.concat([PNG, svg]), "validation_failed"],
    ["HTML", () => Buffer.from("<html><body onload=alert(1)>"), "unsupported_media_type"],
    ["a GIF", () => Buffer.from("GIF89a".padEnd(200, "\u0000")), "unsupported_media_type"],
    ["a ZIP", () => Buffer.from("PK\u0003\u0004"), "unsupported_media_type"],
    ["nothing", () => Buffer.alloc(0), "unsupported_media_type"],
    ["a PNG header of 20,000 × 20,000", () => pngHeader(20_000, 20_000), "validation_failed"],
    ["a PNG that unpacks to 400 million pixels", () => pngBomb(20_000), "validation_failed"],
    ["a PNG one pixel high", () => picture().then((png) => resized(png, 64, 1)), "validation_failed"],
    ["half a PNG", async () => (await picture("#00f", 800)).subarray(0, 120), "validation_failed"],
    ["half a JPEG", async () => (await jpeg()).subarray(0, 400), "validation_failed"],
    ["noise after a WebP's first bytes", () => Buffer.from("RIFF0000WEBPnoise"), "validation_failed"],
    ["a megabyte and a byte", () => Buffer.alloc(1_000_001), "payload_too_large"],
  ];
  test.each(hostile)("%s is refused and leaves nothing", async (_name, make, code) => {
    await expect(uploadBrandAsset(await admin(), "logo", await make())).rejects.toMatchObject({ code });
    const { rows } = await systemPool().query("select 1 from shared.brand_assets where tenant_id = $1", [
      tenant.id,
    ]);
    expect(rows).toEqual([]);
  });

  test("over HTTP: bytes in, a hash out; the declared type decides nothing", async () => {
    const cookie = await sessionCookie(tenant.owner, { slug: tenant.slug });
    const send = (body: Buffer, type: string) => {
      const host = `${tenant.slug}.atrium.localhost:3000`;
      const request = new NextRequest(`http://${host}/api/v1/branding/assets?kind=logo`, {
        method: "POST",
        headers: { host, cookie, origin: `http://${host}`, "content-type": type },
        body: new Uint8Array(body),
      });
      return uploadRoute(request, { params: Promise.resolve({}) });
    };
    const good = await send(await picture(), "text/html");
    expect(good.status).toBe(201);
    expect(await good.json()).toMatchObject({ kind: "logo", width: 64, height: 32 });
    expect((await send(svg, "image/png")).status).toBe(415);
  });
});
