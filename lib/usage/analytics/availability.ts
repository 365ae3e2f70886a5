/** Availability is measured in windows of five minutes (UTC). */
export const WINDOW_MS = 300_000;
/** The promise that the figure is held against. */
export const AVAILABILITY_TARGET = 0.999;

/** A window in which something failed: the share of its requests, or of the probes of the platform, that did. */
export type FaultyWindow = { startMs: number; share: number };
/** A time in which the tenant was in service, half-open. */
export type ServiceSpan = { fromMs: number; toMs: number };

export type Availability = {
  /** Windows in service. */
  windows: number;
  /** Windows with any fault. */
  faulty: number;
  /** 1 - the mean share of failure over all windows; null when none was in service. */
  ratio: number | null;
};

/**
 * The mean over five-minute windows of the share of requests that met no fault of the platform. A window without
 * requests counts as whole, unless probes found the platform down; windows out of service (planned suspension,
 * parking) do not count at all.
 */
export function availability(
  range: ServiceSpan,
  spans: readonly ServiceSpan[],
  faults: readonly FaultyWindow[],
): Availability {
  const inService = spans
    .map(({ fromMs, toMs }) => ({
      first: Math.ceil(Math.max(fromMs, range.fromMs) / WINDOW_MS),
      last: Math.floor(Math.min(toMs, range.toMs) / WINDOW_MS),
    }))
    .filter(({ first, last }) => last > first);
  const windows = inService.reduce((sum, { first, last }) => sum + last - first, 0);
  const worst = new Map<number, number>();
  for (const { startMs, share } of faults) {
    const window = Math.floor(startMs / WINDOW_MS);
    if (share > 0 && inService.some(({ first, last }) => window >= first && window < last))
      worst.set(window, Math.max(worst.get(window) ?? 0, Math.min(1, share)));
  }
  const lost = [...worst.values()].reduce((sum, share) => sum + share, 0);
  return { windows, faulty: worst.size, ratio: windows === 0 ? null : 1 - lost / windows };
}
