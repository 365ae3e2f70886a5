import { expect, test } from "vitest";
import { forecast, rangeQuery, usageView } from "./usage-view";

const now = new Date("2026-11-16T00:00:00Z");
const period = { period_start: "2026-11-01T00:00:00Z", period_end: "2026-12-01T00:00:00Z" };

test("an address with nonsense shows the default", () => {
  expect(usageView.parse({ meter: "<script>", range: "1y" })).toEqual({ meter: "api_calls", range: "30d" });
  expect(usageView.parse({ meter: ["a", "b"] })).toEqual({ meter: "api_calls", range: "30d" });
});

test("half a period in, twice as much is expected at its end", () => {
  expect(forecast({ used: 50, ...period }, now)).toBe(100);
});

test("nothing is foretold on the first day, for gauges and without use", () => {
  expect(forecast({ used: 5, ...period }, new Date("2026-11-01T06:00:00Z"))).toBeNull();
  expect(forecast({ used: 5, period_start: null, period_end: null }, now)).toBeNull();
  expect(forecast({ used: 0, ...period }, now)).toBeNull();
});

test("ranges end with the day or hour that runs now", () => {
  expect(rangeQuery("7d", null, now)).toEqual({ interval: "day", from: "2026-11-10T00:00:00.000Z" });
  expect(rangeQuery("24h", null, now)).toEqual({ interval: "hour", from: "2026-11-15T01:00:00.000Z" });
  expect(rangeQuery("period", { start: period.period_start, end: period.period_end }, now)).toEqual({
    interval: "day",
    from: period.period_start,
    to: period.period_end,
  });
});
