import http from "node:http";
import { NextRequest } from "next/server";
import type { RouteHandler } from "@/lib/api/route";

export type Attempt = {
  method: string;
  /** Template, as in `/api/v1/agents/{id}`; pages use their address. */
  route: string;
  params: Record<string, string>;
  query: string;
  host: string;
  headers: Record<string, string>;
  body: unknown;
};

export type Answer = { status: number; headers: Record<string, string>; body: string };
export type Send = (attempt: Attempt) => Promise<Answer>;

/** The attempt's address. */
export function pathOf(attempt: Attempt): string {
  const path = Object.entries(attempt.params).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
    attempt.route,
  );
  return path + attempt.query;
}

/** Over the wire to the built web server. */
export function overHttp(port: number): Send {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  return (attempt) =>
    new Promise((resolve, reject) => {
      const body = attempt.body === undefined ? undefined : JSON.stringify(attempt.body);
      const headers: Record<string, string> = { ...attempt.headers, host: attempt.host };
      if (body !== undefined) {
        headers["content-type"] = "application/json";
        headers["content-length"] = String(Buffer.byteLength(body));
      }
      const request = http.request(
        {
          port,
          host: "127.0.0.1",
          method: attempt.method,
          path: pathOf(attempt),
          headers,
          agent,
          timeout: 90_000,
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const entries = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
            resolve({
              status: response.statusCode ?? 0,
              headers: Object.fromEntries(entries),
              body: Buffer.concat(chunks).toString("utf8"),
            });
          });
        },
      );
      request.on("timeout", () => request.destroy(new Error("no answer within 90 s")));
      request.on("error", reject);
      request.end(body);
    });
}

/** Straight to the handlers, for the sample that runs with the other tests. */
export function inProcess(routes: readonly RouteHandler[]): Send {
  const table = new Map(routes.map((route) => [`${route.spec.method} ${route.spec.path}`, route]));
  return async (attempt) => {
    const handler = table.get(`${attempt.method} ${attempt.route}`);
    if (!handler) throw new Error(`no route ${attempt.method} ${attempt.route}`);
    const headers = new Headers({ ...attempt.headers, host: attempt.host, "x-client-ip": "192.0.2.1" });
    const body = attempt.body === undefined ? undefined : JSON.stringify(attempt.body);
    if (body !== undefined) headers.set("content-type", "application/json");
    const request = new NextRequest(`http://${attempt.host}${pathOf(attempt)}`, {
      method: attempt.method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    const response = await handler(request, { params: Promise.resolve(attempt.params) });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}
