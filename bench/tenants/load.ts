import http from "node:http";

export type Call = { method: "GET" | "POST"; path: string; headers: Record<string, string>; body?: string };
export type LoadResult = { requestsPerSecond: number; p50Ms: number; p99Ms: number };

/**
 * Sends `amount` calls over `lanes` connections, each call another one (autocannon sends the same order on every
 * connection, so that all of them would meet in one tenant).
 * @throws Error when an answer is not 2xx: a refused call costs nothing and proves nothing
 */
export async function runLoad(
  port: number,
  lanes: number,
  amount: number,
  next: () => Call,
): Promise<LoadResult> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: lanes });
  const took: number[] = [];
  let left = amount;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const call = next();
      const startedAt = performance.now();
      const status = await send(agent, port, call);
      if (status < 200 || status > 299) throw new Error(`${call.method} ${call.path} answered ${status}`);
      took.push(performance.now() - startedAt);
    }
  };
  const startedAt = performance.now();
  try {
    await Promise.all(Array.from({ length: lanes }, lane));
  } finally {
    agent.destroy();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { requestsPerSecond: amount / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function send(agent: http.Agent, port: number, call: Call): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        agent,
        host: "127.0.0.1",
        port,
        method: call.method,
        path: call.path,
        headers: call.headers,
        timeout: 30_000,
      },
      (response) => {
        response.resume();
        response.once("end", () => resolve(response.statusCode ?? 0));
        response.once("error", reject);
      },
    );
    request.once("timeout", () => request.destroy(new Error(`${call.path} took over 30 s`)));
    request.once("error", reject);
    request.end(call.body);
  });
}
