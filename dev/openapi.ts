import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { RouteHandler } from "@/lib/api/route";
import type { ErrorCode } from "@/lib/core/errors";
import { ERROR_HELP } from "./openapi-errors";
import { testEnvironment } from "./vitest/environment";

export const DOCUMENT_FILE = "docs/openapi.json";

type Spec = RouteHandler["spec"];
type Problems = typeof import("@/lib/api/problem");

const INTRODUCTION = `JSON over HTTPS, on the root host and on every workspace's own host.

**Authentication.** Send \`Authorization: Bearer ak_live_…\` with a key from Settings › API keys. A key belongs to one
workspace and can do what its scopes name and its maker may still do. On a workspace's host the key must be of that
workspace. \`X-Tenant\` is a check: when it names another workspace than the key, nothing is found.

**Answers.** Lists answer \`{"data": […], "page": {"next_cursor", "has_more"}}\`; send \`?cursor=\` for the next page and
\`?limit=\` up to 100. Times are ISO 8601 in UTC, money is in minor units with its currency. Errors are RFC 9457 problem
documents with a stable \`code\` and the \`request_id\` to quote.

**Safe repeats.** Send \`Idempotency-Key\` with POST, PUT, PATCH and DELETE: a repeat within 24 hours gets the first
answer with \`Idempotent-Replayed: true\`.

**Limits.** \`RateLimit\` and \`X-RateLimit-*\` tell the requests left this minute, \`X-Quota-*\` the calls left this period;
the resets of the \`X-\` headers are Unix seconds. A call whose answer is 400 or above is not counted.`;

/** The OpenAPI 3.1 document of every declared route: what the product really checks and answers. */
export async function buildDocument(): Promise<string> {
  // Route modules read the environment when they are loaded; nothing here connects anywhere.
  for (const [name, value] of Object.entries(testEnvironment("postgresql://nobody@127.0.0.1:1/none"))) {
    process.env[name] ??= value;
  }
  const { loadRoutes } = await import("@/lib/testing/load-routes");
  const problems = await import("@/lib/api/problem");
  const { routes, offenders } = await loadRoutes();
  if (offenders.length > 0) throw new Error(`Route files that break the contract:\n${offenders.join("\n")}`);
  const document = createDocument({
    openapi: "3.1.0",
    info: { title: "Atrium API", version: "1", description: INTRODUCTION },
    servers: [{ url: "/", description: "This host" }],
    tags: [...new Set(routes.map(({ spec }) => spec.tag))].sort().map((name) => ({ name })),
    paths: pathsOf(routes, problems),
    components: {
      securitySchemes: {
        apiKey: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "ak_live_…",
          description: "A key of one workspace.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-atrium.session",
          description: "The portal's own session, from the same origin only.",
        },
      },
      schemas: { Problem: problemSchema(problems) },
      responses: problemResponses(routes, problems),
    },
    ...({ "x-error-codes": errorCodes(problems) } as object),
  });
  return `${JSON.stringify(document, null, 1)}\n`;
}

function pathsOf(routes: readonly RouteHandler[], problems: Problems): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const { spec } of routes) {
    const item = paths[spec.path] ?? {};
    item[spec.method.toLowerCase() as "get"] = operation(spec, problems);
    paths[spec.path] = item;
  }
  return paths;
}

function operation(spec: Spec, problems: Problems): ZodOpenApiOperationObject {
  const isUnsafe = spec.method !== "GET";
  return {
    operationId: operationId(spec),
    summary: spec.summary,
    tags: [spec.tag],
    security: security(spec),
    requestParams: {
      ...(spec.params && { path: asObject(spec.params) }),
      ...(spec.query && { query: asObject(spec.query) }),
      ...(isUnsafe &&
        spec.auth !== "public" && {
          header: z.object({
            "Idempotency-Key": z
              .string()
              .max(255)
              .optional()
              .meta({ description: "Makes a repeat safe for 24 hours." }),
          }),
        }),
    },
    ...(spec.body && {
      requestBody: { required: true, content: { "application/json": { schema: spec.body } } },
    }),
    ...(spec.consumes && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          spec.consumes.map((type) => [type, { schema: { type: "string", format: "binary" } as const }]),
        ),
      },
    }),
    responses: { ...success(spec), ...failures(spec, problems) },
    ...({
      ...(spec.permission && { "x-permission": spec.permission }),
      ...(spec.metered === false && { "x-metered": false }),
      ...(spec.rate && { "x-rate": { limit: spec.rate.limit, window_seconds: spec.rate.windowSeconds } }),
    } as object),
  };
}

function success(spec: Spec): ZodOpenApiOperationObject["responses"] {
  if (spec.response === null) return { "204": { description: "Done; no content." } };
  const type = (spec.produces ?? "application/json").split(";")[0] ?? "application/json";
  return {
    [String(spec.status ?? 200)]: { description: "Success", content: { [type]: { schema: spec.response } } },
  } as ZodOpenApiOperationObject["responses"];
}

/** Equal refusals are written once, under the name of their codes. */
function failures(spec: Spec, problems: Problems): ZodOpenApiOperationObject["responses"] {
  const byStatus = Map.groupBy(codesOf(spec), (code) => problems.STATUS_OF[code]);
  const entries = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(
    entries.map(([status, codes]) => [String(status), { $ref: `#/components/responses/${nameOf(codes)}` }]),
  ) as ZodOpenApiOperationObject["responses"];
}

function nameOf(codes: readonly ErrorCode[]): string {
  return codes.toSorted().join("_or_");
}

function problemResponses(routes: readonly RouteHandler[], problems: Problems) {
  const groups = routes.flatMap(({ spec }) => [
    ...Map.groupBy(codesOf(spec), (code) => problems.STATUS_OF[code]).values(),
  ]);
  const named = new Map(groups.map((codes) => [nameOf(codes), codes.toSorted()]));
  return Object.fromEntries(
    [...named].sort().map(([name, codes]) => [
      name,
      {
        description: codes.map((code) => `\`${code}\``).join(", "),
        content: {
          "application/problem+json": {
            schema: { $ref: "#/components/schemas/Problem" },
            examples: Object.fromEntries(codes.map((code) => [code, { value: example(code, problems) }])),
          },
        },
      },
    ]),
  );
}

function codesOf(spec: Spec): ErrorCode[] {
  const codes: ErrorCode[] = ["rate_limited", "service_unavailable"];
  if (spec.auth !== "public") codes.push("unauthenticated", "not_found");
  if (spec.params) codes.push("not_found");
  if (spec.auth === "tenant") codes.push("permission_denied", "tenant_suspended");
  if (spec.auth === "tenant" && spec.metered !== false) codes.push("payment_past_due", "quota_exceeded");
  if (spec.feature) codes.push("feature_unavailable");
  if (spec.auth === "staff") codes.push("permission_denied");
  if (spec.query) codes.push("validation_failed");
  if (spec.method !== "GET") codes.push("conflict");
  if (spec.body || spec.consumes)
    codes.push("invalid_request", "validation_failed", "payload_too_large", "unsupported_media_type");
  return [...new Set(codes)];
}

function example(code: ErrorCode, problems: Problems): Record<string, unknown> {
  return {
    type: `/docs/api#error-${code}`,
    title: problems.titleOf(code),
    status: problems.STATUS_OF[code],
    detail: ERROR_HELP[code],
    code,
    request_id: "0199f5a1-5b7e-7c3a-9d1e-3f2a6b8c4d10",
  };
}

function security(spec: Spec): Record<string, string[]>[] {
  if (spec.auth === "public") return [];
  return spec.auth === "tenant" && spec.keys !== false
    ? [{ apiKey: [] }, { session: [] }]
    : [{ session: [] }];
}

function operationId(spec: Spec): string {
  const words = spec.path.replace(/^\/api\/(v1\/)?/, "").split(/[^A-Za-z0-9]+/);
  return [spec.method.toLowerCase(), ...words.filter(Boolean)].join("_");
}

/** Parameters must be an object; a refined one is still one inside. */
function asObject(schema: z.ZodType): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema;
  throw new Error("params and query must be a z.object");
}

function problemSchema(problems: Problems) {
  const codes = Object.keys(problems.STATUS_OF) as [ErrorCode, ...ErrorCode[]];
  return z
    .object({
      type: z.string().meta({ description: "Address of the code's explanation." }),
      title: z.string(),
      status: z.number().int(),
      detail: z.string(),
      code: z.enum(codes),
      request_id: z.string().meta({ description: "Quote it when you ask for help." }),
      decision_id: z.string().optional().meta({
        description:
          "The access decision behind a 402, 403 or 429; GET /api/v1/access/receipts/{id} says why.",
      }),
      receipt: z
        .string()
        .optional()
        .meta({ description: "The same as a page of the workspace, for a decision that was written down." }),
      subject: z
        .string()
        .optional()
        .meta({ description: "The permission, feature or limit that was missing." }),
      reason: z.string().optional().meta({ description: "A finer, stable reason." }),
      errors: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
    })
    .meta({ id: "Problem" });
}

function errorCodes(problems: Problems) {
  return (Object.keys(problems.STATUS_OF) as ErrorCode[]).map((code) => ({
    code,
    status: problems.STATUS_OF[code],
    title: problems.titleOf(code),
    description: ERROR_HELP[code],
  }));
}

if (process.argv[1]?.endsWith("dev/openapi.ts")) {
  const text = await buildDocument();
  const isChanged = readFileSync(DOCUMENT_FILE, "utf8") !== text;
  if (isChanged) writeFileSync(DOCUMENT_FILE, text);
  console.log(`${DOCUMENT_FILE} ${isChanged ? "written" : "is up to date"}`);
  process.exit(0);
}
