import { makePalette } from "./palette";

/** Own fonts and those of every device: nothing is fetched from anywhere else. */
export const BRAND_FONTS = {
  geist: null,
  system: "ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  humanist: "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'DejaVu Sans', source-sans-pro, sans-serif",
  geometric: "Avenir, Montserrat, Corbel, 'URW Gothic', source-sans-pro, sans-serif",
  serif: "Charter, 'Bitstream Charter', 'Sitka Text', Cambria, Georgia, serif",
} as const satisfies Record<string, string | null>;
export type BrandFont = keyof typeof BRAND_FONTS;
export const BRAND_FONT_KEYS = Object.keys(BRAND_FONTS) as [BrandFont, ...BrandFont[]];

/** Corner radii in px: sm, md, lg, xl. */
export const BRAND_RADII = {
  none: [0, 0, 0, 0],
  small: [2, 4, 5, 6],
  medium: [4, 6, 8, 12],
  large: [6, 10, 14, 18],
} as const;
export type BrandRadius = keyof typeof BRAND_RADII;
export const BRAND_RADIUS_KEYS = Object.keys(BRAND_RADII) as [BrandRadius, ...BrandRadius[]];

export type BrandTheme = {
  primary_color: string | null;
  accent_color: string | null;
  radius: BrandRadius;
  font: BrandFont;
};

/**
 * The custom properties that a brand sets on the tokens of app/globals.css. Everything written here is a number of
 * ours, an entry of a list of ours or a colour that passed HEX_COLOR: no text of a tenant reaches a style sheet.
 */
export function themeVariables(theme: BrandTheme, scheme?: "light" | "dark"): Record<string, string> {
  const { primary_color: primary, accent_color: accent } = theme;
  const variables: Record<string, string> = {};
  if (primary !== null || accent !== null) {
    const base = primary ?? DEFAULT_PRIMARY;
    const { light, dark } = makePalette(base, accent);
    const both = (one: string, other: string) =>
      scheme ? (scheme === "light" ? one : other) : `light-dark(${one}, ${other})`;
    variables["--accent"] = both(light.solid, dark.solid);
    variables["--accent-hover"] = both(light.solidHover, dark.solidHover);
    variables["--accent-fg"] = both(light.onSolid, dark.onSolid);
    variables["--accent-text"] = both(light.text, dark.text);
    variables["--accent-soft"] = both(light.soft, dark.soft);
    variables["--accent-line"] = both(light.line, dark.line);
    variables["--ring"] = both(light.ring, dark.ring);
  }
  if (theme.radius !== "medium") {
    const [sm, md, lg, xl] = BRAND_RADII[theme.radius];
    Object.assign(variables, {
      "--radius-sm": `${sm}px`,
      "--radius-md": `${md}px`,
      "--radius-lg": `${lg}px`,
      "--radius-xl": `${xl}px`,
    });
  }
  const stack = BRAND_FONTS[theme.font];
  if (stack) variables["--font-geist-sans"] = stack;
  return variables;
}

/** Atrium's own accent, for a brand that names none. */
export const DEFAULT_PRIMARY = "#3958d1";

/** The same as one rule for the page's own style element. `html:root` outweighs the class that names the font. */
export function themeCss(theme: BrandTheme): string {
  const lines = Object.entries(themeVariables(theme)).map(([name, value]) => `${name}:${value}`);
  return lines.length === 0 ? "" : `html:root{${lines.join(";")}}`;
}
