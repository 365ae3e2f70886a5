import type * as z from "zod";
import type { Permission } from "@/lib/access/permissions";
import type { RouteAuth } from "@/lib/api/route";
import { loadRoutes } from "./load-routes";

export type RouteEntry = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As in OpenAPI: `/api/v1/agents/{id}`. */
  path: string;
  auth: RouteAuth;
  permission: Permission | null;
  keys: boolean;
  metered: boolean;
  params: z.ZodType | null;
  query: z.ZodType | null;
  body: z.ZodType | null;
};

/** Every declared endpoint of the product, for proofs that must leave none out. */
export async function routeTable(): Promise<RouteEntry[]> {
  const { routes } = await loadRoutes();
  return routes.map(({ spec }) => ({
    method: spec.method,
    path: spec.path,
    auth: spec.auth,
    permission: spec.permission ?? null,
    keys: spec.auth === "tenant" && spec.keys !== false,
    metered: spec.metered !== false,
    params: spec.params ?? null,
    query: spec.query ?? null,
    body: spec.body ?? null,
  }));
}
