/** Buckets a power of two; warehouse.latency_bucket() is the same rule. */
const PER_DOUBLING = 8;
const GAMMA = 2 ** (1 / PER_DOUBLING);

/**
 * How far a percentile may lie from the exact one: this share of it (4.4 %), plus half a millisecond for rounding.
 * Holds after any number of merges, because merging only adds counts (DDSketch, VLDB 2019, §2.1).
 */
export const LATENCY_ERROR = (GAMMA - 1) / (GAMMA + 1);

/** Counts by bucket. */
export type Histogram = ReadonlyMap<number, number>;

/** The bucket of a duration: b holds (2^((b-1)/8), 2^(b/8)] milliseconds. */
export function latencyBucket(durationMs: number): number {
  return Math.ceil(PER_DOUBLING * Math.log2(Math.max(durationMs, 1)) - 1e-9);
}

/** The whole milliseconds that stand for a bucket: never further than LATENCY_ERROR from any value in it. */
export function bucketValue(bucket: number): number {
  return Math.round((2 * GAMMA ** bucket) / (GAMMA + 1));
}

/** The value below which the share `p` of all durations lies (nearest rank); null without any. */
export function percentile(histogram: Histogram, p: number): number | null {
  const total = [...histogram.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const rank = Math.max(1, Math.ceil(p * total));
  let seen = 0;
  for (const [bucket, count] of [...histogram].sort(([a], [b]) => a - b)) {
    seen += count;
    if (seen >= rank) return bucketValue(bucket);
  }
  return null;
}
