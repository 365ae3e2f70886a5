import { newId } from "@/lib/core/ids";
import type { RouteEntry } from "@/lib/testing/route-table";
import type { Attempt } from "../transport";
import { cookieFor, type Principal, type World } from "../world";
import { idPlaces, jsonSchema, sampleBody } from "./sample-body";

/** How an attempt names tenant B. `twin` is the same request with an id that exists nowhere. */
export type Case = {
  slot: "path" | "nested" | "body" | "query" | "header" | "host" | "cookie" | "staff" | "page";
  principal: Principal;
  attempt: Attempt;
  twin?: Attempt;
  /** The foreign id and the twin's: echoes of either are made equal before answers are compared. */
  ids?: [string, string];
};

export type Hosts = { root: string; a: string; b: string; c: string; d: string; admin: string };

type Change = {
  params?: Record<string, string>;
  body?: unknown;
  query?: string;
  headers?: Record<string, string>;
};

/** Every way one principal can name tenant B through one route. Cases are cheap: credentials are made when they run. */
export function casesOf(
  route: RouteEntry,
  principal: Principal,
  world: World,
  hosts: Hosts,
): (() => Promise<Case>)[] {
  const home = principal.home ? hosts[principal.home] : hosts.a;
  const ids = [...new Set(Object.values(world.foreign))];
  const names = paramsOf(route);
  const unknown = () => Object.fromEntries(names.map((name) => [name, newId()]));
  const body = () => (route.body ? sampleBody(route.body, () => newId()) : undefined);
  const one = (
    slot: Case["slot"],
    host: string,
    make: () => Change & { twin?: Change; ids?: [string, string] },
    sealedFor = host,
  ) => {
    return async (): Promise<Case> => {
      const { twin, ids: pair, ...change } = make();
      const attempt = await build(route, principal, host, sealedFor, change);
      return {
        slot,
        principal,
        attempt,
        ...(twin && { twin: await build(route, principal, host, sealedFor, twin) }),
        ...(pair && { ids: pair }),
      };
    };
  };
  const cases: (() => Promise<Case>)[] = [];
  for (const id of names.length > 0 ? ids : []) {
    const foreign = Object.fromEntries(names.map((name) => [name, id]));
    cases.push(
      one("path", home, () => ({ params: foreign, body: body(), twin: { params: unknown(), body: body() } })),
    );
  }
  for (const id of names.length > 1 ? ids : []) {
    const parents = ownParents(route, world);
    const child = names.at(-1) ?? "";
    cases.push(
      one("nested", home, () => ({
        params: { ...parents, [child]: id },
        body: body(),
        twin: { params: { ...parents, [child]: newId() }, body: body() },
      })),
    );
  }
  for (const place of route.body ? idPlaces(route.body) : []) {
    for (const id of ids) {
      cases.push(
        one("body", home, () => {
          const other = newId();
          const params = ownParents(route, world, unknown());
          const at = (value: string) =>
            route.body ? sampleBody(route.body, (where) => (where === place ? value : newId())) : undefined;
          return { params, body: at(id), twin: { params, body: at(other) }, ids: [id, other] };
        }),
      );
    }
  }
  for (const [name, id] of queriesOf(route, world)) {
    cases.push(
      one("query", home, () => {
        const other = newId();
        const params = ownParents(route, world, unknown());
        const query = (value: string) =>
          `?${name}=${encodeURIComponent(name === "cursor" ? cursorAt(value) : value)}`;
        return {
          params,
          body: body(),
          query: query(id),
          twin: { params, body: body(), query: query(other) },
          ids: [id, other],
        };
      }),
    );
  }
  for (const value of [world.b.id, world.b.slug]) {
    const params = () => ownParents(route, world, unknown());
    cases.push(
      one("header", home, () => ({ params: params(), body: body(), headers: { "x-tenant": value } })),
    );
  }
  // The other tenant's host, with a cookie made for it and with one made for the own host.
  for (const id of names.length > 0 ? ids.slice(0, 4) : [""]) {
    const params = Object.fromEntries(names.map((name) => [name, id]));
    cases.push(one("host", hosts.b, () => ({ params, body: body() })));
    if (principal.user) cases.push(one("cookie", hosts.b, () => ({ params, body: body() }), home));
  }
  if (route.auth === "staff" && !(principal.name === "super_admin")) {
    for (const id of names.length > 0 ? ids : [""]) {
      const params = Object.fromEntries(names.map((name) => [name, id]));
      cases.push(one("staff", hosts.admin, () => ({ params, body: body() })));
    }
  }
  return cases;
}

/** A slug in a path is a name to ask about, not an id that could be foreign. */
function paramsOf(route: RouteEntry): string[] {
  return [...route.path.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "slug");
}

/** Tenant A's own ids for the collections of the path; `rest` where A has none. */
function ownParents(
  route: RouteEntry,
  world: World,
  rest: Record<string, string> = {},
): Record<string, string> {
  const params = { ...rest };
  for (const [, collection = "", name = ""] of route.path.matchAll(/\/([a-z-]+)\/\{(\w+)\}/g)) {
    if (name === "slug") continue;
    // Tenant A itself must outlive its own callers: only reads name it.
    const isKept = collection === "tenants" && route.method !== "GET";
    params[name] = (isKept ? undefined : ownId(collection, world)) ?? params[name] ?? newId();
  }
  return params;
}

const KNOWN: Record<string, string> = {
  agents: "agent",
  users: "member",
  invitations: "invitation",
  "api-keys": "apiKey",
  tenants: "tenant",
  roles: "role",
};

function ownId(collection: string, world: World): string | undefined {
  const table = collection.replaceAll("-", "_");
  return (
    world.own[KNOWN[collection] ?? ""] ??
    world.own[`shared.${table}`] ??
    world.own[`tenant.${table}`] ??
    world.own[`platform.${table}`]
  );
}

async function build(
  route: RouteEntry,
  principal: Principal,
  host: string,
  sealedFor: string,
  change: Change,
): Promise<Attempt> {
  return {
    method: route.method,
    route: route.path,
    params: { slug: "proof", ...change.params },
    query: change.query ?? "",
    host,
    headers: { ...(await credentials(principal, host, sealedFor)), ...change.headers },
    body: change.body,
  };
}

async function credentials(
  principal: Principal,
  host: string,
  sealedFor: string,
): Promise<Record<string, string>> {
  if (principal.key) return { authorization: `Bearer ${principal.key}` };
  const cookie = await cookieFor(principal, sealedFor);
  return { ...(cookie ? { cookie } : {}), origin: `http://${host}` };
}

function queriesOf(route: RouteEntry, world: World): [string, string][] {
  if (!route.query) return [];
  const properties = jsonSchema(route.query).properties ?? {};
  const names = Object.entries(properties).filter(
    ([name, part]) => part.format === "uuid" || /(_id|^id|cursor|member|agent|key|actor)$/.test(name),
  );
  const { tenant = "", member = "", agent = "", apiKey = "" } = world.foreign;
  return names.flatMap(([name]) => [tenant, member, agent, apiKey].map((id): [string, string] => [name, id]));
}

function cursorAt(id: string): string {
  return Buffer.from(`${new Date(Date.now() + 1e9).toISOString()}|${id}`).toString("base64url");
}
