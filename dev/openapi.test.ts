import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inspectRoute } from "@/lib/testing/load-routes";
import { buildDocument, DOCUMENT_FILE } from "./openapi";

/** Lists of a fixed handful: catalogues that live in code, a person's own sessions and offers, an account's limits. */
const FEW_BY_NATURE = new Set([
  "/api/v1/admin/cells",
  "/api/v1/admin/feature-flags",
  "/api/v1/admin/migrations",
  "/api/v1/features",
  "/api/v1/integrations",
  "/api/v1/domains",
  "/api/v1/tenants/kept",
  "/api/v1/agent-catalogue",
  "/api/v1/me/accounts",
  "/api/v1/me/identities",
  "/api/v1/me/sessions",
  "/api/v1/join-offers",
  "/api/v1/plans",
  "/api/v1/roles",
  "/api/v1/sso-connections",
  "/api/v1/sso-keys",
  "/api/v1/usage/limits",
]);
const stale = "docs/openapi.json is stale: run npm run openapi";
const document = await buildDocument();

test("the checked-in document is what the routes declare", () => {
  expect(readFileSync(DOCUMENT_FILE, "utf8") === document, stale).toBe(true);
});

test("every list takes a limit and a cursor, and every answer of 400 and above is a problem", async () => {
  const { routeTable } = await import("@/lib/testing/route-table");
  const lists = (await routeTable()).filter((entry) => entry.method === "GET");
  type Operation = {
    parameters?: { name: string }[];
    responses: Record<
      string,
      { $ref?: string; content?: Record<string, { schema: { properties?: object } }> }
    >;
  };
  const { paths } = JSON.parse(document) as { paths: Record<string, Record<string, Operation>> };
  const unpaged: string[] = [];
  for (const entry of lists) {
    const operation = paths[entry.path]?.get;
    const body = operation?.responses["200"]?.content?.["application/json"]?.schema;
    if (!body?.properties || !("data" in body.properties) || FEW_BY_NATURE.has(entry.path)) continue;
    const names = operation?.parameters?.map((parameter) => parameter.name) ?? [];
    if (!("page" in body.properties && names.includes("limit") && names.includes("cursor")))
      unpaged.push(entry.path);
  }
  expect(unpaged).toEqual([]);
  for (const item of Object.values(paths).flatMap((path) => Object.values(path))) {
    for (const [status, response] of Object.entries(item.responses)) {
      if (Number(status) >= 400) expect(response.$ref).toMatch(/^#\/components\/responses\//);
    }
  }
});

test("control: a route file that exports a bare function, another method or another path is caught", () => {
  const declared = Object.assign(async () => new Response(), {
    spec: {
      method: "GET" as const,
      path: "/api/v1/x",
      summary: "",
      tag: "",
      auth: "public" as const,
      response: null,
    },
  });
  expect(inspectRoute("app/api/v1/x/route.ts", { GET: declared }).offenders).toEqual([]);
  expect(inspectRoute("app/api/v1/x/route.ts", { GET: Response.json }).offenders).toHaveLength(1);
  expect(inspectRoute("app/api/v1/x/route.ts", { POST: declared }).offenders).toHaveLength(1);
  expect(inspectRoute("app/api/v1/y/route.ts", { GET: declared }).offenders).toHaveLength(1);
});
