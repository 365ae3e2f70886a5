import { NextRequest } from "next/server";
import { GET as accept } from "@/app/api/auth-flows/accept-hand-off/route";
import { GET as begin } from "@/app/api/auth-flows/begin-hand-off/route";
import { POST as handOff } from "@/app/api/auth-flows/hand-off/route";
import { POST as discover } from "@/app/api/auth-flows/sign-in/discover/route";
import { POST as signIn } from "@/app/api/auth-flows/sign-in/route";
import { GET as callback } from "@/app/api/auth-flows/sso/[id]/callback/route";
import { GET as complete } from "@/app/api/auth-flows/sso/complete/route";
import { GET as start } from "@/app/api/auth-flows/sso/start/route";
import { POST as acs } from "@/app/api/saml/[id]/acs/route";
import { movedUrl } from "@/lib/access/moved-slug";
import type { RouteHandler } from "@/lib/api/route";
import { handOffStart } from "@/lib/auth/hand-off/hand-off-start";
import { authOptions } from "@/lib/auth/providers/auth-options";
import { safeNextPath } from "@/lib/auth/safe-next-path";
import { chooseDestination } from "@/lib/auth/sign-in/choose-destination";
import { newId } from "@/lib/core/ids";
import { renameTenant } from "@/lib/lifecycle/slugs/rename-tenant";
import { adminUrl, rootUrl, tenantUrl } from "@/lib/tenancy/hosts";
import { makeContext } from "@/lib/testing/make-context";
import { makeTenant, type TestTenant } from "@/lib/testing/make-tenant";
import { makeSamlConnection, type SamlConnection } from "@/lib/testing/sso-world";
import { setPassword, TestBrowser } from "@/lib/testing/test-browser";
import { middleware } from "@/middleware";
import { PASSWORD } from "../lockout/victim";

export const ROOT = "http://atrium.localhost:3000";

/** Something that is given an address by a stranger, and what it sends the browser to for it. */
export type Sink = {
  name: string;
  /** Where the browser is when it is sent on. */
  base: string;
  send: (hostile: string) => Promise<string[]>;
  /** Costs a password's hash or a code of its own: a sample in quick runs. */
  isSlow?: boolean;
};

export type SinkWorld = { tenant: TestTenant; connection: SamlConnection; moved: string };

export async function makeSinkWorld(): Promise<SinkWorld> {
  const [tenant, other] = await Promise.all([makeTenant({ planKey: "enterprise" }), makeTenant()]);
  await setPassword(tenant.owner.id, PASSWORD);
  const connection = await makeSamlConnection(tenant, `${tenant.slug}.test`);
  const moved = other.slug;
  await renameTenant(await makeContext(other, other.owner), other.id, { slug: `n-${newId().slice(-12)}` });
  return { tenant, connection, moved };
}

/** Every place where an address from outside decides where a browser goes next. */
export async function makeSinks({ tenant, connection, moved }: SinkWorld): Promise<Sink[]> {
  const { slug, owner } = tenant;
  const home = `${ROOT.replace("://", `://${slug}.`)}/`;
  const credentials = { email: owner.email, password: PASSWORD };
  const person = new TestBrowser();
  await person.call(signIn, { body: credentials });
  const at = (
    name: string,
    handler: RouteHandler,
    call: (hostile: string) => Parameters<TestBrowser["call"]>[1],
  ) => ({
    name,
    base: `${ROOT}/`,
    send: async (hostile: string) => addressesOf(await new TestBrowser().call(handler, call(hostile))),
  });
  const query = (parameters: Record<string, string>) => `?${new URLSearchParams(parameters)}`;
  const begun = async () => {
    const answer = await person.call(begin, { slug });
    return Object.fromEntries(new URL(answer.headers.get("location") ?? "").searchParams);
  };
  const state = "a".repeat(43);
  const one = (name: string, base: string, send: (hostile: string) => Promise<string | null>): Sink => ({
    name,
    base,
    send: async (hostile) => [(await send(hostile)) ?? []].flat(),
  });
  const nothing = () => undefined;
  const nextAuth = authOptions({
    requestId: "proof",
    ip: null,
    userAgent: null,
    host: "atrium.localhost:3000",
    previousSid: null,
    currentUserId: null,
    link: null,
    drop: nothing,
    keep: nothing,
  });
  return [
    one("safeNextPath", home, async (hostile) => safeNextPath(hostile)),
    one("a path on a workspace's host", home, async (hostile) => tenantUrl(slug, hostile)),
    one("a path on the root host", `${ROOT}/`, async (hostile) => rootUrl(hostile)),
    one("a path on the back-office", `${ROOT}/`, async (hostile) => adminUrl(hostile)),
    one("a former address", home, (hostile) => movedUrl(moved, hostile)),
    one("after signing in: next", `${ROOT}/`, (next) => chooseDestination({ userId: owner.id, next })),
    one("after signing in: to", `${ROOT}/`, (to) => chooseDestination({ userId: owner.id, to })),
    one("the switch: to", `${ROOT}/`, (to) => handOffStart(to, undefined)),
    one("the switch: next", `${ROOT}/`, (next) => handOffStart(slug, next)),
    { ...at("sign-in: next", signIn, (next) => ({ body: { ...credentials, next } })), isSlow: true },
    { ...at("sign-in: to", signIn, (to) => ({ body: { ...credentials, to } })), isSlow: true },
    at("discovery: to", discover, (to) => ({ body: { email: `x@${connection.domain}`, to } })),
    { ...at("hand-off's start: next", begin, (next) => ({ slug, query: query({ next }) })), base: home },
    {
      ...at("hand-off's end without a code", accept, (next) => ({ slug, query: query({ code: "x", next }) })),
      base: home,
    },
    {
      name: "hand-off: next, and its end with the code",
      base: home,
      isSlow: true,
      send: async (next) => {
        const made = await person.call(handOff, { body: { ...(await begun()), next } });
        const [url] = await addressesOf(made);
        if (!url) return [];
        return [url, ...(await addressesOf(await person.call(accept, { slug, query: new URL(url).search })))];
      },
    },
    {
      name: "hand-off: to",
      base: `${ROOT}/`,
      send: async (to) => addressesOf(await person.call(handOff, { body: { to, state } })),
    },
    at("single sign-on: to and next", start, (hostile) => ({
      query: query({ connection: connection.id, to: hostile, next: hostile }),
    })),
    at("single sign-on: a connection that is none", start, (hostile) => ({
      query: query({ test: hostile, next: hostile }),
    })),
    at("single sign-on: what an OpenID provider sends back", callback, (hostile) => ({
      params: { id: connection.id },
      query: query({ state: hostile, error: hostile, iss: hostile, code: "x" }),
    })),
    at("single sign-on: the end", complete, (hostile) => ({
      query: query({ code: hostile.slice(0, 190) || "x" }),
    })),
    {
      name: "single sign-on: RelayState",
      base: `${ROOT}/`,
      send: async (hostile) => addressesOf(await postRelayState(connection.id, hostile)),
    },
    one(
      "next-auth: callbackUrl",
      `${ROOT}/`,
      async (url) => (await nextAuth.callbacks?.redirect?.({ url, baseUrl: ROOT })) ?? null,
    ),
    one(
      "next-auth: callbackUrl behind our own address",
      `${ROOT}/`,
      async (hostile) =>
        (await nextAuth.callbacks?.redirect?.({ url: `${ROOT}${hostile}`, baseUrl: ROOT })) ?? null,
    ),
    {
      name: "a page that needs a session",
      base: home,
      send: (path) => visit(`${slug}.atrium.localhost:3000`, path),
    },
    {
      name: "a page at a former address",
      base: home,
      send: (path) => visit(`${moved}.atrium.localhost:3000`, path),
    },
    {
      name: "a page of the back-office",
      base: home,
      send: (path) => visit("admin.atrium.localhost:3000", path),
    },
  ];
}

/** Whatever an answer tells a browser to go to: the header, and addresses in its JSON. */
async function addressesOf(response: Response): Promise<string[]> {
  if (response.status === 429) throw new Error("a rate limit answered instead of the sink");
  const location = response.headers.get("location");
  const body: unknown = await response.json().catch(() => null);
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      if (typeof part === "string" && /^(url|redirect_to|location|href)$/.test(key)) found.push(part);
      else walk(part);
    }
  };
  walk(body);
  return [...(location === null ? [] : [location]), ...found];
}

function postRelayState(id: string, relayState: string): Promise<Response> {
  const { ip } = new TestBrowser();
  const request = new NextRequest(`${ROOT}/api/saml/${id}/acs`, {
    method: "POST",
    headers: {
      host: "atrium.localhost:3000",
      "x-client-ip": ip,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({ SAMLResponse: "PHg+", RelayState: relayState }).toString(),
  });
  return acs(request, { params: Promise.resolve({ id }) });
}

/** What the middleware answers to a path, as far as a request can carry it. */
async function visit(host: string, path: string): Promise<string[]> {
  const address = `http://${host}${path.startsWith("/") ? "" : "/"}${path}`;
  if (!URL.canParse(address) || new URL(address).host !== host) return [];
  return addressesOf(await middleware(new NextRequest(address, { headers: { host } })));
}
