"use client";
import { useTranslations } from "next-intl";
import { type CSSProperties, useState } from "react";
import { MailPreview } from "@/components/branding/preview/mail-preview";
import { PortalPreview } from "@/components/branding/preview/portal-preview";
import { Segments } from "@/components/branding/preview/segments";
import { SignInPreview } from "@/components/branding/preview/sign-in-preview";
import { cn } from "@/components/ui/cn";
import { Card } from "@/components/ui/display/card";
import type { Scheme } from "@/lib/core/brand/palette";
import { themeVariables } from "@/lib/core/brand/theme";
import type { BrandingSettings } from "@/lib/tenancy/branding/schema";

type Props = { settings: BrandingSettings; tenantName: string; poweredBy: boolean };

const SURFACES = ["portal", "signIn", "mail"] as const;
const WIDTHS = ["desktop", "mobile"] as const;

/** Portal, sign-in page and mail in the look that is being edited, drawn with the real tokens. */
export function BrandPreview({ settings, tenantName, poweredBy }: Props) {
  const t = useTranslations("branding.preview");
  const [surface, setSurface] = useState<(typeof SURFACES)[number]>("portal");
  const [chosen, setScheme] = useState<Scheme>("light");
  const [width, setWidth] = useState<(typeof WIDTHS)[number]>("desktop");
  const scheme = surface === "mail" ? "light" : chosen;
  const hash =
    scheme === "light"
      ? (settings.logo_light ?? settings.logo_dark)
      : (settings.logo_dark ?? settings.logo_light);
  const shared = {
    settings,
    name: tenantName,
    logo: hash && `/api/v1/branding/assets/${hash}`,
    icon: settings.icon && `/api/v1/branding/assets/${settings.icon}`,
    poweredBy,
  };
  return (
    <Card title={t("title")} padding="flush">
      <div className="flex flex-wrap gap-2 border-b px-4 py-3">
        <Segments legend={t("surface")} options={SURFACES} value={surface} onChange={setSurface} label={t} />
        <Segments
          legend={t("scheme")}
          options={["light", "dark"] as const}
          value={scheme}
          onChange={setScheme}
          label={t}
          disabled={surface === "mail"}
        />
        <Segments legend={t("width")} options={WIDTHS} value={width} onChange={setWidth} label={t} />
      </div>
      <div className="overflow-hidden bg-inset p-4">
        <div
          inert
          data-testid="brand-preview"
          data-preview-scheme={scheme}
          style={previewStyle(settings, scheme)}
          className={cn(
            "@container mx-auto h-96 overflow-hidden rounded-lg border bg-canvas text-fg transition-[max-width]",
            width === "mobile" ? "max-w-64" : "max-w-full",
          )}
        >
          {surface === "portal" ? <PortalPreview {...shared} /> : null}
          {surface === "signIn" ? <SignInPreview {...shared} /> : null}
          {surface === "mail" ? <MailPreview {...shared} /> : null}
        </div>
        {surface === "mail" ? (
          <p className="mt-3 text-center text-fg-subtle text-xs">{t("mailNote")}</p>
        ) : null}
      </div>
    </Card>
  );
}

/** The tokens hold `light-dark()`, so a scheme of its own is all that the preview needs. */
function previewStyle(settings: BrandingSettings, scheme: Scheme): CSSProperties {
  const variables = themeVariables(settings, scheme);
  const defaults = {
    "--radius-sm": "4px",
    "--radius-md": "6px",
    "--radius-lg": "8px",
    "--radius-xl": "12px",
  };
  const family = variables["--font-geist-sans"] ?? "var(--font-geist-own, var(--font-geist-sans))";
  return { fontFamily: family, ...defaults, ...variables } as CSSProperties;
}
