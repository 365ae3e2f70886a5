import type { Figures } from "@/lib/usage/analytics/read-figures";

/** Adds the figures of several cells key by key; histograms add up too, so that percentiles stay right. */
export function mergeFigures(maps: readonly ReadonlyMap<string, Figures>[]): Map<string, Figures> {
  const merged = new Map<string, Figures>();
  for (const map of maps) {
    for (const [key, figures] of map) {
      const known = merged.get(key);
      merged.set(key, known ? add(known, figures) : figures);
    }
  }
  return merged;
}

function add(a: Figures, b: Figures): Figures {
  const latency = new Map(a.latency);
  for (const [bucket, count] of b.latency) latency.set(bucket, (latency.get(bucket) ?? 0) + count);
  return {
    requests: a.requests + b.requests,
    clientErrors: a.clientErrors + b.clientErrors,
    faults: a.faults + b.faults,
    durationMs: a.durationMs + b.durationMs,
    served: a.served + b.served,
    responseBytes: a.responseBytes + b.responseBytes,
    latency,
  };
}
