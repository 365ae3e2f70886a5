import * as z from "zod";
import { newId } from "@/lib/core/ids";
import type { RouteEntry } from "@/lib/testing/route-table";
import type { Attempt } from "./transport";
import { cookieFor, type Principal, type World } from "./world";

/** How an attempt names tenant B. `twin` is the same request with an id that exists nowhere. */
export type Case = {
  slot: "path" | "body" | "query" | "header" | "host";
  principal: Principal;
  attempt: Attempt;
  twin?: Attempt;
};

export type Hosts = { root: string; a: string; b: string; admin: string };

/** Every way one principal can name tenant B through one route. */
export async function casesOf(
  route: RouteEntry,
  principal: Principal,
  world: World,
  hosts: Hosts,
): Promise<Case[]> {
  const builder = new Builder(route, principal);
  const cases: Case[] = [];
  // A slug in a path is a name to ask about, not an id that could be foreign.
  const names = [...route.path.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "slug");
  const own = { slug: "proof", ...Object.fromEntries(names.map((name) => [name, newId()])) };
  const body = route.body ? sampleOf(route.body, newId) : undefined;
  if (names.length > 0) {
    for (const id of new Set(Object.values(world.foreign))) {
      const params = { ...own, ...Object.fromEntries(names.map((name) => [name, id])) };
      const headers = await builder.credentials(hosts.a);
      const twin = builder.make(hosts.a, await builder.credentials(hosts.a), { params: own, body });
      cases.push({
        slot: "path",
        principal,
        attempt: builder.make(hosts.a, headers, { params, body }),
        twin,
      });
    }
  }
  if (route.body && hasId(route.body)) {
    for (const id of new Set(Object.values(world.foreign))) {
      const attempt = builder.make(hosts.a, await builder.credentials(hosts.a), {
        params: own,
        body: sampleOf(route.body, () => id),
      });
      cases.push({ slot: "body", principal, attempt });
    }
  }
  for (const query of queriesOf(route, world)) {
    const attempt = builder.make(hosts.a, await builder.credentials(hosts.a), { params: own, body, query });
    cases.push({ slot: "query", principal, attempt });
  }
  for (const value of [world.b.id, world.b.slug]) {
    const headers = { ...(await builder.credentials(hosts.a)), "x-tenant": value };
    cases.push({ slot: "header", principal, attempt: builder.make(hosts.a, headers, { params: own, body }) });
  }
  // The other tenant's host, with a cookie made for it and with one made for the own host.
  for (const sealedFor of [hosts.b, hosts.a]) {
    const params = { ...own, ...Object.fromEntries(names.map((name) => [name, world.foreign.agent ?? ""])) };
    const headers = await builder.credentials(hosts.b, sealedFor);
    cases.push({ slot: "host", principal, attempt: builder.make(hosts.b, headers, { params, body }) });
  }
  return cases;
}

class Builder {
  readonly #route: RouteEntry;
  readonly #principal: Principal;

  constructor(route: RouteEntry, principal: Principal) {
    this.#route = route;
    this.#principal = principal;
  }

  async credentials(host: string, sealedFor = host): Promise<Record<string, string>> {
    const { key } = this.#principal;
    if (key) return { authorization: `Bearer ${key}` };
    const cookie = await cookieFor(this.#principal, sealedFor);
    return { ...(cookie ? { cookie } : {}), origin: `http://${host}` };
  }

  make(
    host: string,
    headers: Record<string, string>,
    input: { params: Record<string, string>; body: unknown; query?: string },
  ): Attempt {
    return {
      method: this.#route.method,
      route: this.#route.path,
      params: input.params,
      query: input.query ?? "",
      host,
      headers,
      body: input.body,
    };
  }
}

function queriesOf(route: RouteEntry, world: World): string[] {
  if (!route.query) return [];
  const schema = z.toJSONSchema(route.query, { io: "input", unrepresentable: "any" });
  const names = Object.keys(schema.properties ?? {}).filter((name) =>
    /(_id|^id|cursor|member|agent|key|actor)$/.test(name),
  );
  const cursor = Buffer.from(`${new Date(Date.now() + 1e9).toISOString()}|${world.foreign.agent}`).toString(
    "base64url",
  );
  return names.map((name) => `?${name}=${encodeURIComponent(name === "cursor" ? cursor : world.b.id)}`);
}

type JsonSchema = {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  minLength?: number;
  minItems?: number;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
};

function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}

function hasId(schema: z.ZodType): boolean {
  return JSON.stringify(jsonSchema(schema)).includes('"uuid"');
}

/** A body that fits the schema well enough to pass its shape; ids come from `id`. */
function sampleOf(schema: z.ZodType, id: () => string): unknown {
  return sample(jsonSchema(schema), id);
}

function sample(schema: JsonSchema, id: () => string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sample(choice, id);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name, part]) => schema.required?.includes(name) || part.format === "uuid")
          .map(([name, part]) => [name, sample(part, id)]),
      );
    case "array":
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () => sample(schema.items ?? {}, id));
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return sampleText(schema, id);
  }
}

function sampleText(schema: JsonSchema, id: () => string): string {
  if (schema.format === "uuid") return id();
  if (schema.format === "email") return "proof@example.test";
  if (schema.format === "date-time") return new Date(0).toISOString();
  return "proof".padEnd(schema.minLength ?? 0, "x");
}
