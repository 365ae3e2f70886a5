import { NextRequest } from "next/server";
import type { RouteHandler } from "@/lib/api/route";

export type TestCall = {
  /** Slug of the tenant's host; the root host without it. */
  slug?: string;
  key?: string;
  cookie?: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Sent as it is, for what is no JSON. */
  rawBody?: string | Uint8Array<ArrayBuffer>;
  params?: Record<string, string>;
  query?: string;
};

/** Calls a route handler as the web server would: host, key or cookie, body. */
export async function callRoute(handler: RouteHandler, call: TestCall = {}): Promise<Response> {
  const host = call.slug ? `${call.slug}.atrium.localhost:3000` : "atrium.localhost:3000";
  const path = Object.entries(call.params ?? {}).reduce(
    (text, [name, value]) => text.replace(`{${name}}`, encodeURIComponent(value)),
    handler.spec.path,
  );
  const body = call.rawBody ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const headers = new Headers({ host, "x-client-ip": "192.0.2.10" });
  if (call.key) headers.set("authorization", `Bearer ${call.key}`);
  if (call.cookie) {
    headers.set("cookie", call.cookie);
    headers.set("origin", `http://${host}`);
  }
  if (body !== undefined) headers.set("content-type", "application/json");
  for (const [name, value] of Object.entries(call.headers ?? {})) headers.set(name, value);
  const request = new NextRequest(`http://${host}${path}${call.query ?? ""}`, {
    method: handler.spec.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return handler(request, { params: Promise.resolve(call.params ?? {}) });
}
