import autocannon from "autocannon";

export type Target = { name: string; url: string; headers: Record<string, string> };
export type Round = { requestsPerSecond: number; p50Ms: number; p99Ms: number; ok: number; failed: number };

/** Sends exactly `amount` requests and waits for every answer, so that answers can be counted one by one. */
export async function runRound(target: Target, connections: number, amount: number): Promise<Round> {
  const startedAt = performance.now();
  const result = await autocannon({
    url: target.url,
    headers: target.headers,
    connections,
    amount,
    timeout: 30,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    requestsPerSecond: amount / seconds,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    ok: result["2xx"],
    failed: result.non2xx + result.errors + result.timeouts,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Median of each figure; answers add up. */
export function summarise(rounds: readonly Round[]): Round {
  return {
    requestsPerSecond: median(rounds.map((round) => round.requestsPerSecond)),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
    ok: rounds.reduce((sum, round) => sum + round.ok, 0),
    failed: rounds.reduce((sum, round) => sum + round.failed, 0),
  };
}

export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
