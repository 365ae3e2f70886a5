import { createHash } from "node:crypto";
import http from "node:http";

export type Site = { rootUrl: string; agent: http.Agent };

/** One request over a kept connection; resolves to its status when the whole answer is there. */
export function send(
  site: Site,
  request: { method: string; path: string; headers?: Record<string, string>; body?: string },
): Promise<number> {
  const url = new URL(request.path, site.rootUrl);
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      {
        host: "127.0.0.1",
        port: url.port,
        path: url.pathname,
        method: request.method,
        agent: site.agent,
        headers: { host: url.host, origin: site.rootUrl, ...request.headers },
      },
      (answer) => {
        answer.resume();
        answer.on("end", () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(request.body);
  });
}

/** Signs people in for so many seconds, so many at once; how many a second, all of them answered 200. */
export async function signInRound(
  site: Site,
  people: { emails: string[]; password: string },
  options: { inFlight: number; seconds: number },
): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + options.seconds * 1000;
  let done = 0;
  const loop = async (start: number) => {
    for (let turn = start; performance.now() < endsAt; turn += options.inFlight) {
      const email = people.emails[turn % people.emails.length] ?? "";
      const status = await send(site, {
        method: "POST",
        path: "/api/auth-flows/sign-in",
        headers: {
          "content-type": "application/json",
          "x-forwarded-for": `198.18.0.${start + 1}`,
          cookie: `__Host-atrium.device=${browserOf(email)}`,
        },
        body: JSON.stringify({ email, password: people.password }),
      });
      if (status !== 200) throw new Error(`a sign-in was answered ${status}`);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: options.inFlight }, (_, index) => loop(index)));
  return done / ((performance.now() - startedAt) / 1000);
}

/** Everybody comes back in the browser that they came in before: a strange one would be mailed about each time. */
function browserOf(email: string): string {
  return createHash("sha256").update(email).digest("base64url");
}

/** Times of another request, one after the other with a pause, until `until` settles or so many seconds are over. */
export async function otherRequests(
  site: Site,
  cookie: string,
  options: { until?: Promise<unknown>; seconds?: number },
): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  void options.until?.finally(() => {
    isOver = true;
  });
  const endsAt = performance.now() + (options.seconds ?? 600) * 1000;
  while (!isOver && performance.now() < endsAt) {
    const startedAt = performance.now();
    const status = await send(site, { method: "GET", path: "/api/v1/me", headers: { cookie } });
    if (status !== 200) throw new Error(`another request was answered ${status}`);
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return times;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
