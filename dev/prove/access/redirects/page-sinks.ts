import { sessionCookie } from "@/lib/testing/make-staff";
import { HOST, type RawAnswer, sendBytes } from "../wire/web";
import { ROOT, type Sink, type SinkWorld } from "./sinks";

/** Pages and next-auth's own routes, which need the whole server: given a hostile address as a browser would send it. */
export async function makePageSinks({ tenant }: SinkWorld, port: number): Promise<Sink[]> {
  const { slug, owner } = tenant;
  const [onRoot, onHost] = await Promise.all([sessionCookie(owner), sessionCookie(owner, { slug })]);
  const host = `${slug}.${HOST}`;
  const get = (name: string, at: string, cookie: string, pathOf: (hostile: string) => string): Sink => ({
    name: `over the wire, ${name}`,
    base: `http://${at}/`,
    send: async (hostile) =>
      placesIn(
        await sendBytes(
          port,
          [
            `GET ${pathOf(hostile)} HTTP/1.1`,
            `Host: ${at}`,
            `Cookie: ${cookie}`,
            "Connection: close",
            "",
            "",
          ].join("\r\n"),
        ),
      ),
  });
  const query = (parameters: Record<string, string>) => new URLSearchParams(parameters).toString();
  return [
    get("the sign-in page, signed in: next", HOST, onRoot, (next) => `/sign-in?${query({ next })}`),
    get("the sign-in page, signed in: to", HOST, onRoot, (to) => `/sign-in?${query({ to })}`),
    get("the sign-up page, signed in: next", HOST, onRoot, (next) => `/sign-up?${query({ next })}`),
    get("the switch: to", HOST, onRoot, (to) => `/switch?${query({ to, state: "a".repeat(43) })}`),
    get("the switch: next", HOST, onRoot, (next) => `/switch?${query({ to: slug, next })}`),
    get("the switch, signed out", HOST, "none=1", (next) => `/switch?${query({ to: next, next })}`),
    get("a workspace's sign-in page: next", host, onHost, (next) => `/sign-in?${query({ next })}`),
    get("next-auth's sign-in", HOST, "none=1", (callbackUrl) => `/api/auth/signin?${query({ callbackUrl })}`),
    get("next-auth's end", HOST, "none=1", (hostile) => {
      return `/api/auth/callback/github?${query({ callbackUrl: hostile, error: hostile, state: hostile })}`;
    }),
    get(
      "next-auth's cookie",
      HOST,
      `__Host-atrium.callback-url=${encodeURIComponent(`${ROOT}@evil.example`)}`,
      (url) => {
        return `/api/auth/error?${query({ error: url, callbackUrl: url })}`;
      },
    ),
    get(
      "a path of a workspace, signed out",
      host,
      "none=1",
      (hostile) => `/${encodeURI(hostile).replace(/^\/+/, "")}`,
    ),
  ];
}

/** Where an answer sends a browser: its header, a refresh in its page, an address in its JSON. */
function placesIn({ status, location, body }: RawAnswer): string[] {
  // No answer to the question is a finding, too: it stands where an address would.
  if (status === 0 || status === 429 || status >= 500) return [`status:${status}`];
  const refreshes = [...body.matchAll(/http-equiv="refresh" content="\d+;\s*url=([^"]*)"/gi)].map(
    ([, url = ""]) => url,
  );
  const fields = [...body.matchAll(/"(?:url|redirect_to)":"([^"]*)"/g)].map(([, url = ""]) => url);
  return [...(location === null ? [] : [location]), ...refreshes, ...(body.startsWith("{") ? fields : [])];
}
