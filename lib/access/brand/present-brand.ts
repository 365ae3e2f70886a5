import "server-only";
import { themeCss } from "@/lib/core/brand/theme";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { Brand } from "./brand-of";
import type { BrandView } from "./schema";

/** A look as components draw it. On the root host, pictures are asked for in the workspace's name. */
export function presentBrand(brand: Brand, host: "own" | "root"): BrandView {
  const { settings, tenant } = brand;
  const address = (hash: string | null) =>
    hash && `/api/v1/branding/assets/${hash}${host === "root" ? `?to=${tenant.slug}` : ""}`;
  return {
    name: tenant.name,
    logoLight: address(settings.logo_light ?? settings.logo_dark),
    logoDark: address(settings.logo_dark ?? settings.logo_light),
    icon: address(settings.icon),
    poweredBy: brand.poweredBy,
    css: themeCss(settings),
    homeHref: rootUrl("/"),
  };
}
