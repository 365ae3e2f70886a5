import { contrast, hexToOklch, type Oklch, oklchToHex } from "./color";

export const SCHEMES = ["light", "dark"] as const;
export type Scheme = (typeof SCHEMES)[number];

/** What one scheme draws with: the tokens of app/globals.css that a brand replaces. */
export type SchemePalette = {
  /** Buttons and marks, and the text on them. */
  solid: string;
  solidHover: string;
  onSolid: string;
  /** Links and active words. */
  text: string;
  soft: string;
  line: string;
  ring: string;
};

export type Palette = Record<Scheme, SchemePalette>;

/** Every surface that brand colours lie on, per scheme: canvas, surface, raised, inset, hover of app/globals.css. */
const SURFACES: Record<Scheme, readonly string[]> = {
  light: [0.985, 1, 0.97, 0.957].map((l) => oklchToHex({ l, c: 0.002, h: 260 })),
  dark: [0.145, 0.178, 0.205, 0.215, 0.245].map((l) => oklchToHex({ l, c: 0.006, h: 265 })),
};

/** WCAG 2.2: 1.4.3 for text, 1.4.11 for what one must see to use it. A hair more, for rounding. */
const TEXT_RATIO = 4.52;
const SHAPE_RATIO = 3.05;
const STEP = 0.005;
const WHITE = "#ffffff";
const BLACK = "#000000";

/**
 * Makes both schemes' colours out of one or two. Each keeps its hue and moves in lightness only as far as contrast
 * asks; so the answer is readable whatever was chosen.
 */
export function makePalette(primary: string, accent: string | null): Palette {
  return {
    light: schemePalette("light", primary, accent ?? primary),
    dark: schemePalette("dark", primary, accent ?? primary),
  };
}

function schemePalette(scheme: Scheme, primary: string, accent: string): SchemePalette {
  const surfaces = SURFACES[scheme];
  const solid = adjust(primary, scheme, (color) => clears(color, surfaces, SHAPE_RATIO));
  const onSolid = contrast(solid, WHITE) >= TEXT_RATIO ? WHITE : BLACK;
  const { c, h } = hexToOklch(accent);
  const isLight = scheme === "light";
  const soft = oklchToHex({ l: isLight ? 0.965 : 0.26, c: Math.min(c, isLight ? 0.02 : 0.06), h });
  return {
    solid,
    onSolid,
    solidHover: moved(hexToOklch(solid), onSolid === WHITE ? -0.05 : 0.04),
    text: adjust(accent, scheme, (color) => clears(color, [...surfaces, soft], TEXT_RATIO)),
    soft,
    line: oklchToHex({ l: isLight ? 0.87 : 0.42, c: Math.min(c, isLight ? 0.07 : 0.1), h }),
    ring: adjust(accent, scheme, (color) => clears(color, surfaces, SHAPE_RATIO)),
  };
}

/** Darker on light surfaces, lighter on dark ones, until it is good; the colour itself when it already is. */
function adjust(hex: string, scheme: Scheme, isGood: (color: string) => boolean): string {
  if (isGood(hex)) return hex;
  const start = hexToOklch(hex);
  const direction = scheme === "light" ? -1 : 1;
  for (let moves = 1; moves <= 200; moves += 1) {
    const color = moved(start, direction * moves * STEP);
    if (isGood(color)) return color;
  }
  return scheme === "light" ? BLACK : WHITE;
}

function moved(color: Oklch, by: number): string {
  return oklchToHex({ ...color, l: color.l + by });
}

function clears(color: string, surfaces: readonly string[], ratio: number): boolean {
  return surfaces.every((surface) => contrast(color, surface) >= ratio);
}

/** What became of a chosen colour in each scheme, for "we use #… in dark mode". */
export type Adjustment = { scheme: Scheme; chosen: string; used: string; ratio: number };

/** The schemes in which a button does not wear the colour that was chosen. */
export function adjustmentsOf(primary: string): Adjustment[] {
  const palette = makePalette(primary, null);
  return SCHEMES.filter((scheme) => palette[scheme].solid !== primary).map((scheme) => ({
    scheme,
    chosen: primary,
    used: palette[scheme].solid,
    ratio: Math.min(...SURFACES[scheme].map((surface) => contrast(primary, surface))),
  }));
}
