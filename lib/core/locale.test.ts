import { describe, expect, it } from "vitest";
import { negotiateLocale, resolveLocale } from "@/lib/core/locale";

describe("negotiateLocale", () => {
  it.each([
    ["nl-NL,nl;q=0.9,en;q=0.8", "nl"],
    ["de-DE,de;q=0.9,nl;q=0.5,en;q=0.4", "nl"],
    ["en;q=0.2, nl;q=0.9", "nl"],
    ["nl;q=0, en;q=0.1", "en"],
    ["fr", "en"],
    ["", "en"],
    [null, "en"],
    [";;q=x,,", "en"],
  ])("reads %s as %s", (header, expected) => {
    expect(negotiateLocale(header)).toBe(expected);
  });
});

describe("resolveLocale", () => {
  it("prefers the choice over the browser", () => {
    expect(resolveLocale("nl", "en")).toBe("nl");
  });

  it("ignores a choice that is no language of ours", () => {
    expect(resolveLocale("../../etc", "nl")).toBe("nl");
  });
});
