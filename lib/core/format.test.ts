import { describe, expect, it } from "vitest";
import {
  formatBytes,
  formatCompact,
  formatDate,
  formatDuration,
  formatLocale,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPeriod,
  formatRelative,
  formatUtc,
  startsWeek,
} from "@/lib/core/format";

const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, " ");

describe("formatDate", () => {
  it("writes UTC days, whatever the machine's zone", () => {
    expect(formatDate("2026-11-30T23:30:00Z", "en")).toBe("30 Nov 2026");
    expect(formatDate("2026-11-30T23:30:00Z", "nl")).toBe("30 nov 2026");
  });

  it("names the zone when asked", () => {
    expect(formatUtc("2026-11-02T14:05:00Z", "en")).toBe("2 Nov 2026, 14:05 UTC");
  });
});

describe("formatPeriod", () => {
  it.each([
    ["2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", "1 – 30 Nov 2026 (UTC)"],
    ["2026-11-23T00:00:00Z", "2026-12-23T00:00:00Z", "23 Nov – 22 Dec 2026 (UTC)"],
    ["2026-12-23T08:30:00Z", "2027-01-23T08:30:00Z", "23 Dec 2026 – 23 Jan 2027 (UTC)"],
  ])("shows the last moment's day of the half-open period from %s to %s", (start, end, expected) => {
    expect(formatPeriod(start, end, "en")).toBe(expected);
  });
});

describe("formatMoney", () => {
  it("reads minor units by the currency", () => {
    expect(plain(formatMoney({ amountCents: 4900, currency: "eur" }, "en"))).toBe("€49.00");
    expect(plain(formatMoney({ amountCents: 4900, currency: "eur" }, "nl"))).toBe("€ 49,00");
    expect(plain(formatMoney({ amountCents: 4900, currency: "jpy" }, "en"))).toBe("JP¥4,900");
  });

  it("keeps cents that are not zero, even when asked for whole amounts", () => {
    expect(formatMoney({ amountCents: 4900, currency: "eur" }, "en", { whole: true })).toBe("€49");
    expect(formatMoney({ amountCents: 4950, currency: "eur" }, "en", { whole: true })).toBe("€49.50");
  });
});

describe("numbers", () => {
  it("follow the language", () => {
    expect(formatNumber(12345.6, "en")).toBe("12,346");
    expect(formatNumber(12345.6, "nl")).toBe("12.346");
    expect(formatPercent(0.824, "en")).toBe("82%");
    expect(formatCompact(12_500, "en")).toBe("12.5k");
  });

  it("carry their unit", () => {
    expect(plain(formatBytes(1_500_000, "en"))).toBe("1.5 MB");
    expect(plain(formatBytes(0, "en"))).toBe("0 byte");
    expect(plain(formatDuration(850, "en"))).toBe("850ms");
    expect(plain(formatDuration(180_000, "en"))).toBe("3 mins");
  });
});

describe("formatRelative", () => {
  const now = "2026-11-23T12:00:00Z";

  it("counts down to the nearest smaller unit", () => {
    expect(formatRelative("2026-11-23T11:55:10Z", now, "en")).toBe("4 minutes ago");
    expect(formatRelative("2026-11-26T12:00:00Z", now, "nl")).toBe("over 3 dagen");
  });

  it("becomes a date after 30 days", () => {
    expect(formatRelative("2026-09-01T12:00:00Z", now, "en")).toBe("1 Sept 2026");
  });
});

describe("a workspace's own way", () => {
  const formats = { date: "iso", number: "comma", week_start: "monday", currency: "code" } as const;
  const locale = formatLocale("en", formats);

  it("changes dates, numbers and amounts, and nothing where it chose nothing", () => {
    expect(formatDate("2026-11-30T14:05:09Z", locale)).toBe("2026-11-30");
    expect(formatDate("2026-11-30T14:05:09Z", locale, "dateTime")).toBe("2026-11-30, 14:05");
    expect(formatUtc("2026-11-30T14:05:09Z", locale, "dateTimeSeconds")).toBe("2026-11-30, 14:05:09 UTC");
    expect(formatDate("2026-11-30T23:30:00Z", formatLocale("en", { ...formats, date: "dmy" }))).toBe(
      "30-11-2026",
    );
    expect(formatDate("2026-11-30T23:30:00Z", formatLocale("nl", { ...formats, date: "mdy" }))).toBe(
      "11/30/2026",
    );
    expect(formatNumber(12_345.67, locale, 2)).toBe("12.345,67");
    expect(plain(formatNumber(12_345.67, formatLocale("nl", { ...formats, number: "space" }), 2))).toBe(
      "12 345,67",
    );
    expect(plain(formatMoney({ amountCents: 129_900, currency: "usd" }, locale))).toBe("USD 1.299,00");
    expect(formatLocale("nl", { ...formats, date: "locale", number: "locale", currency: "symbol" })).toBe(
      "nl",
    );
  });

  it("begins weeks on the day it chose, on Monday where it chose none", () => {
    const days = ["2026-11-28", "2026-11-29", "2026-11-30"].map((day) => `${day}T00:00:00Z`);
    const starts = (week_start: "monday" | "sunday" | "saturday") =>
      days.map((day) => startsWeek(day, formatLocale("en", { ...formats, week_start })));
    expect([starts("saturday"), starts("sunday"), starts("monday")]).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
    ]);
    expect(days.map((day) => startsWeek(day, "nl"))).toEqual([false, false, true]);
  });

  it("leaves words in the reader's language", () => {
    expect(formatDate("2026-11-30T00:00:00Z", locale, "month")).toBe("November 2026");
    expect(formatRelative("2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", locale)).toBe("yesterday");
  });
});
