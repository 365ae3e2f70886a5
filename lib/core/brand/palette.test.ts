import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { contrast, hexToOklch, oklchToHex } from "./color";
import { adjustmentsOf, makePalette, SCHEMES } from "./palette";
import { themeCss } from "./theme";

const LIGHT = ["#ffffff", "#fafafa", "#f4f5f6", "#f0f1f3"];
const DARK = ["#0b0b0d", "#111214", "#17181b", "#191a1d", "#202124"];
const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("colours", () => {
  test("survive the way to OKLCH and back", () => {
    fc.assert(
      fc.property(hex, (color) => oklchToHex(hexToOklch(color)) === color),
      { numRuns: 300 },
    );
  });

  test("contrast is that of WCAG", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2);
  });

  test.each(["red", "#fff", "#12345g", "#1234567", "rgb(0,0,0)", "#000000;}body{}"])("%j is none", (text) => {
    expect(() => hexToOklch(text)).toThrow(TypeError);
  });
});

describe("a palette", () => {
  test("is readable in both schemes, whatever was chosen", () => {
    fc.assert(
      fc.property(hex, hex, (primary, accent) => {
        const palette = makePalette(primary, accent);
        for (const scheme of SCHEMES) {
          const { solid, onSolid, solidHover, text, soft, ring } = palette[scheme];
          const surfaces = scheme === "light" ? LIGHT : DARK;
          expect(contrast(solid, onSolid)).toBeGreaterThanOrEqual(4.5);
          expect(contrast(solidHover, onSolid)).toBeGreaterThanOrEqual(4.5);
          for (const surface of surfaces) {
            expect(contrast(solid, surface)).toBeGreaterThanOrEqual(3);
            expect(contrast(ring, surface)).toBeGreaterThanOrEqual(3);
            expect(contrast(text, surface)).toBeGreaterThanOrEqual(4.5);
          }
          expect(contrast(text, soft)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 400 },
    );
  });

  test("keeps a colour that is good in both, and says which scheme changed one that is not", () => {
    expect(adjustmentsOf("#3b74e0")).toEqual([]);
    expect(adjustmentsOf("#111111").map((entry) => entry.scheme)).toEqual(["dark"]);
    expect(adjustmentsOf("#ffe600").map((entry) => entry.scheme)).toEqual(["light"]);
    const [change] = adjustmentsOf("#ffe600");
    const hueOf = (color: string) => hexToOklch(color).h;
    expect(Math.abs(hueOf(change?.used ?? "") - hueOf("#ffe600"))).toBeLessThan(6);
  });

  test("control: the chosen colour as it is would fail", () => {
    expect(contrast("#ffe600", "#ffffff")).toBeLessThan(3);
    expect(contrast("#111111", "#0b0b0d")).toBeLessThan(3);
  });
});

test("a style sheet holds nothing but our own words, numbers and checked colours", () => {
  const css = themeCss({ primary_color: "#123456", accent_color: null, radius: "large", font: "serif" });
  expect(css).toMatch(/^html:root\{(--[a-z-]+:[^{}<>;]+;?)+\}$/);
  expect(themeCss({ primary_color: null, accent_color: null, radius: "medium", font: "geist" })).toBe("");
});
