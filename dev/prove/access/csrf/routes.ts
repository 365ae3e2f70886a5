import path from "node:path";
import { pathToFileURL } from "node:url";
import { NextRequest } from "next/server";
import type { RouteHandler } from "@/lib/api/route";
import { newId } from "@/lib/core/ids";
import { loadRoutes, UNDECLARED } from "@/lib/testing/load-routes";
import { sampleBody } from "../../isolation/cases/sample-body";
import type { Caller } from "./cast";
import type { Dress } from "./dresses";

export const ROOT = "atrium.localhost:3000";
const MUTATING = ["POST", "PUT", "PATCH", "DELETE"];

/** One thing that a page elsewhere could make a browser send. */
export type Target = {
  name: string;
  auth: "public" | "user" | "tenant" | "staff" | "undeclared";
  /** A route that a program without a key may call. */
  programs: boolean;
  keys: boolean;
  body: unknown;
  call(dress: Dress, caller: Caller): Promise<Response>;
};

/** Every declared route that changes something. */
export async function declaredTargets(): Promise<Target[]> {
  const { routes } = await loadRoutes();
  return routes.filter(({ spec }) => MUTATING.includes(spec.method)).map(declared);
}

function declared(handler: RouteHandler): Target {
  const { spec } = handler;
  const names = [...spec.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  return {
    name: `${spec.method} ${spec.path}`,
    auth: spec.auth,
    programs: spec.programs === true,
    keys: spec.auth === "tenant" && spec.keys !== false,
    body: spec.body ? sampleBody(spec.body, () => newId()) : undefined,
    call: (dress, caller) => {
      const params = Object.fromEntries(names.map((name) => [name, newId()]));
      const address = spec.path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => params[name] ?? "");
      return handler(requestOf(spec.method, address, dress, caller), { params: Promise.resolve(params) });
    },
  };
}

type Handler = (request: NextRequest, segment: { params: Promise<unknown> }) => Promise<Response>;

/** The handlers of others' protocols: next-auth's own, SAML's form, Stripe's deliveries, whatever has no route. */
export async function undeclaredTargets(root = process.cwd()): Promise<Target[]> {
  const found = await Promise.all(
    UNDECLARED.map(async (file) => {
      const module = (await import(/* @vite-ignore */ pathToFileURL(path.join(root, file)).href)) as Record<
        string,
        unknown
      >;
      return MUTATING.filter((method) => typeof module[method] === "function").map((method) =>
        undeclared(file, method, module[method] as Handler),
      );
    }),
  );
  return found.flat();
}

function undeclared(file: string, method: string, handler: Handler): Target {
  const address = `/${file.replace(/^app\//, "").replace(/\/route\.ts$/, "")}`;
  const params: Record<string, unknown> = {
    id: newId(),
    nextauth: ["signout"],
    path: [address.includes("/scim/") ? "Users" : "nothing"],
  };
  return {
    name: `${method} ${address}`,
    auth: "undeclared",
    programs: false,
    keys: false,
    body: { probe: true },
    call: (dress, caller) => {
      const request = requestOf(method, address.replaceAll(/[[\].]/g, ""), dress, caller);
      return handler(request, { params: Promise.resolve(params) });
    },
  };
}

function requestOf(method: string, address: string, dress: Dress, caller: Caller): NextRequest {
  const headers = new Headers({ host: caller.host, "x-client-ip": caller.ip });
  if (caller.cookie) headers.set("cookie", caller.cookie);
  if (caller.key) headers.set("authorization", `Bearer ${caller.key}`);
  if (dress.origin) headers.set("origin", dress.origin);
  if (dress.site) headers.set("sec-fetch-site", dress.site);
  if (dress.type) headers.set("content-type", dress.type);
  const body = dress.body;
  return new NextRequest(`http://${caller.host}${address}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
}
