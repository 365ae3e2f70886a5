import type pg from "pg";
import sharp from "sharp";
import { discardBrandingDraft } from "@/lib/lifecycle/branding/discard-branding-draft";
import { publishBranding } from "@/lib/lifecycle/branding/publish-branding";
import { saveBrandingDraft } from "@/lib/lifecycle/branding/save-branding-draft";
import { uploadBrandAsset } from "@/lib/lifecycle/branding/upload-brand-asset";
import { DEFAULT_BRANDING } from "@/lib/tenancy/branding/schema";
import type { TestTenant } from "@/lib/testing/make-tenant";
import type { Scenario } from "./scenarios";

const LOOK = { primary_color: "#336699" };

export const BRANDING_SCENARIOS: Readonly<Record<string, Scenario>> = {
  "a look is drafted, published, drafted again and thrown away": async ({ ctx }) => {
    const draft = await saveBrandingDraft(ctx, LOOK, 0);
    const { version } = await publishBranding(ctx, {}, 1);
    await saveBrandingDraft(ctx, LOOK, 0);
    await discardBrandingDraft(ctx, 1);
    return [draft.revision, version];
  },

  "a draft names another's picture": async ({ other, ctx, db }) => {
    const [hash = ""] = await pictures(db, other, 1);
    return (await saveBrandingDraft(ctx, { ...LOOK, logo_light: hash }, 0)).revision;
  },

  "one picture short of the most": async ({ own, other, ctx, db, arranged }) => {
    await pictures(db, own, 39);
    await pictures(db, other, 2);
    await arranged();
    return (await upload(ctx, db, own)).length;
  },

  "the most pictures, one of them named by another's published look": async ({
    own,
    other,
    ctx,
    db,
    arranged,
  }) => {
    const [named = ""] = await pictures(db, own, 40);
    await db.query("update shared.branding_versions set settings = $2 where tenant_id = $1", [
      other.id,
      JSON.stringify({ ...DEFAULT_BRANDING, logo_light: named }),
    ]);
    await arranged();
    return (await upload(ctx, db, own)).includes(named);
  },
};

async function upload(ctx: Parameters<typeof uploadBrandAsset>[0], db: pg.Client, own: TestTenant) {
  const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: "#336699" } });
  await uploadBrandAsset(ctx, "logo", await picture.png().toBuffer());
  const { rows } = await db.query<{ hash: string }>(
    "select hash from shared.brand_assets where tenant_id = $1",
    [own.id],
  );
  return rows.map(({ hash }) => hash);
}

async function pictures(db: pg.Client, tenant: TestTenant, count: number): Promise<string[]> {
  const { rows } = await db.query<{ hash: string }>(
    `insert into shared.brand_assets (tenant_id, hash, kind, width, height, bytes)
     select $1, encode(sha256(gen_random_uuid()::text::bytea), 'hex'), 'logo', 64, 64, '\\x00' from generate_series(1, $2)
     returning hash`,
    [tenant.id, count],
  );
  return rows.map(({ hash }) => hash);
}
