import "server-only";
import { brandOf } from "@/lib/access/brand/brand-of";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { makePalette } from "@/lib/core/brand/palette";
import { DEFAULT_PRIMARY } from "@/lib/core/brand/theme";
import type { MailBrand } from "@/lib/notifications/mail/schema";
import { tenantUrl } from "@/lib/tenancy/hosts";

/** The look of the mails that a tenant causes; null: Atrium's own. Mails have a light scheme only. */
export async function mailBrand(tenantId: string): Promise<MailBrand | null> {
  const tenant = await lookUpTenant(tenantId);
  const brand = tenant && (await brandOf(tenant));
  if (!brand) return null;
  const { settings, poweredBy } = brand;
  const { light } = makePalette(settings.primary_color ?? DEFAULT_PRIMARY, null);
  const logo = settings.logo_light ?? settings.logo_dark;
  return {
    name: brand.tenant.name,
    logoUrl: logo && tenantUrl(brand.tenant.slug, `/api/v1/branding/assets/${logo}`),
    button: light.solid,
    onButton: light.onSolid,
    footer: settings.email_footer,
    poweredBy,
  };
}
