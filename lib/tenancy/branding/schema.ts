import * as z from "zod";
import { HEX_COLOR } from "@/lib/core/brand/color";
import { BRAND_FONT_KEYS, BRAND_RADIUS_KEYS } from "@/lib/core/brand/theme";

const color = z.string().trim().toLowerCase().regex(HEX_COLOR, "color_format").nullable();

/** Printable text; line breaks where `lines` says so. Direction marks and other invisible characters stay out. */
const printable = (maximum: number, lines: boolean) =>
  z
    .string()
    .transform((value) => value.replace(/\r\n?/g, "\n").trim())
    .pipe(
      z
        .string()
        .max(maximum)
        .regex(
          lines ? /^(?:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\n)*$/u : /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u,
          "text_printable",
        ),
    );

export const assetHash = z.string().regex(/^[0-9a-f]{64}$/);

/** What a tenant may say about its look: colours, entries of lists, plain text and pictures of its own. */
export const brandingSettings = z.strictObject({
  logo_light: assetHash.nullable().default(null),
  logo_dark: assetHash.nullable().default(null),
  icon: assetHash.nullable().default(null),
  primary_color: color.default(null),
  accent_color: color.default(null),
  radius: z.enum(BRAND_RADIUS_KEYS).default("medium"),
  font: z.enum(BRAND_FONT_KEYS).default("geist"),
  sign_in_title: printable(80, false).default(""),
  sign_in_text: printable(400, true).default(""),
  email_footer: printable(400, true).default(""),
  hide_powered_by: z.boolean().default(false),
});
export type BrandingSettings = z.output<typeof brandingSettings>;
export type BrandingInput = z.input<typeof brandingSettings>;

export const DEFAULT_BRANDING: BrandingSettings = brandingSettings.parse({});
