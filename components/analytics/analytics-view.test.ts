import { expect, test } from "vitest";
import { analyticsView, floorRatio, lockedBy } from "./analytics-view";

test("an address with nonsense shows the default", () => {
  expect(analyticsView.parse({ range: "1y", by: ["a"] })).toEqual({ range: "24h", by: "route" });
});

test("an availability is never rounded up", () => {
  expect(floorRatio(0.999996)).toBe(0.99999);
  expect(floorRatio(1)).toBe(1);
  expect(floorRatio(0.999)).toBe(0.999);
});

test("a lock names the smallest plan that opens it", () => {
  const analytics = { enabled: true, limit: null, level: "basic", source: "plan" } as const;
  expect(lockedBy({ analytics }, "basic")).toBeNull();
  expect(lockedBy({ analytics }, "standard")).toBe("Starter");
  expect(lockedBy({ analytics }, "enterprise")).toBe("Enterprise");
});
