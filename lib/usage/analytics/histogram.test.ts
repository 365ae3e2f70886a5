import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketValue, type Histogram, LATENCY_ERROR, latencyBucket, percentile } from "./histogram";

const durations = fc.array(fc.integer({ min: 1, max: 120_000 }), { minLength: 1, maxLength: 400 });

function histogram(values: readonly number[]): Histogram {
  const counts = new Map<number, number>();
  for (const value of values) {
    const bucket = latencyBucket(value);
    counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
  }
  return counts;
}
function merged(parts: readonly Histogram[]): Histogram {
  const counts = new Map<number, number>();
  for (const part of parts)
    for (const [bucket, count] of part) counts.set(bucket, (counts.get(bucket) ?? 0) + count);
  return counts;
}
function exact(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(p * sorted.length)) - 1] ?? 0;
}
const allowed = (truth: number) => truth * LATENCY_ERROR + 0.5;

test("the bound is 4.4 %", () => {
  expect(LATENCY_ERROR).toBeLessThan(0.0434);
});

test("every duration up to two minutes is within the bound of what stands for it", () => {
  const worst = Array.from({ length: 120_000 }, (_, index) => index + 1).filter(
    (ms) => Math.abs(bucketValue(latencyBucket(ms)) - ms) > allowed(ms),
  );
  expect(worst).toEqual([]);
});

test("percentiles stay within the bound, however the durations were split over days and merged", () => {
  fc.assert(
    fc.property(fc.array(durations, { minLength: 1, maxLength: 6 }), (days) => {
      const all = days.flat();
      const whole = merged(days.map(histogram));
      for (const p of [0.5, 0.95, 0.99]) {
        const truth = exact(all, p);
        expect(Math.abs((percentile(whole, p) ?? 0) - truth)).toBeLessThanOrEqual(allowed(truth));
      }
    }),
    { numRuns: 200 },
  );
});

test("the mean of the days' percentiles is outside of that bound (control)", () => {
  const quiet = Array.from({ length: 10 }, () => 2_000);
  const busy = Array.from({ length: 990 }, () => 20);
  const truth = exact([...quiet, ...busy], 0.95);
  const naive = ((percentile(histogram(quiet), 0.95) ?? 0) + (percentile(histogram(busy), 0.95) ?? 0)) / 2;
  expect(Math.abs(naive - truth)).toBeGreaterThan(allowed(truth));
  expect(percentile(merged([histogram(quiet), histogram(busy)]), 0.95)).toBe(truth);
});

test("nothing has no percentile", () => {
  expect(percentile(new Map(), 0.95)).toBeNull();
});
