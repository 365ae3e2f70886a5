/** The parts of an OpenAPI 3.1 document that the reference shows. */
export type Schema = {
  $ref?: string;
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  additionalProperties?: boolean | Schema;
};
type Content = Record<string, { schema?: Schema }>;
export type Response = { $ref?: string; description?: string; content?: Content };
export type Parameter = {
  in: string;
  name: string;
  required?: boolean;
  description?: string;
  schema: Schema;
};
export type Operation = {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, Response>;
  "x-permission"?: string;
  "x-metered"?: boolean;
};
export type ErrorCodeHelp = { code: string; status: number; title: string; description: string };
export type ApiDocument = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, Response> };
  "x-error-codes": ErrorCodeHelp[];
};

export type Endpoint = Operation & { method: string; path: string };
export type EndpointGroup = { tag: string; slug: string; endpoints: Endpoint[] };

/** Endpoints by tag; what keys may call comes first, what only the portal's session may call last. */
export function groupEndpoints(document: ApiDocument): EndpointGroup[] {
  const endpoints = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  return [...Map.groupBy(endpoints, (endpoint) => endpoint.tags[0] ?? "")]
    .map(([tag, group]) => ({ tag, slug: slugOf(tag), endpoints: group.sort(byPath) }))
    .sort(
      (a, b) =>
        Number(b.endpoints.some(takesKeys)) - Number(a.endpoints.some(takesKeys)) ||
        a.tag.localeCompare(b.tag),
    );
}

const METHOD_ORDER = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function byPath(a: Endpoint, b: Endpoint): number {
  return a.path.localeCompare(b.path) || METHOD_ORDER.indexOf(a.method) - METHOD_ORDER.indexOf(b.method);
}

export function takesKeys(endpoint: Operation): boolean {
  return endpoint.security.some((way) => "apiKey" in way);
}

function slugOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

export type FieldRow = { name: string; type: string; isRequired: boolean; description: string };

const MAX_DEPTH = 4;

/** Fields of a schema as rows; nested ones carry their path, lists are marked `[]`. */
export function fieldRows(
  schema: Schema | undefined,
  document: ApiDocument,
  prefix = "",
  depth = 0,
): FieldRow[] {
  const own = resolve(schema, document);
  if (!own || depth > MAX_DEPTH) return [];
  if (own.items) return fieldRows(own.items, document, prefix && `${prefix}[]`, depth + 1);
  return Object.entries(own.properties ?? {}).flatMap(([key, value]) => {
    const field = withoutNull(resolve(value, document) ?? {}, document);
    const name = prefix ? `${prefix}.${key}` : key;
    const row = {
      name,
      type: typeText(value, document),
      isRequired: own.required?.includes(key) ?? false,
      description: value.description ?? field.description ?? "",
    };
    return [row, ...fieldRows(field, document, name, depth + 1)];
  });
}

/** A type as one reads it: `string (uuid)`, `"day" | "hour"`, `integer 1–100`, `null`. */
export function typeText(schema: Schema, document: ApiDocument): string {
  const own = resolve(schema, document) ?? {};
  const choices = own.anyOf ?? own.oneOf;
  if (choices) return [...new Set(choices.map((choice) => typeText(choice, document)))].join(" | ");
  if (own.enum) return own.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (own.const !== undefined) return JSON.stringify(own.const);
  if (own.items) return `list of ${typeText(own.items, document)}`;
  const type = Array.isArray(own.type) ? own.type.join(" | ") : (own.type ?? "any");
  const format = own.format ? ` (${own.format})` : "";
  return `${type}${format}${boundsText(own)}`;
}

function boundsText({ minimum, maximum, maxLength }: Schema): string {
  if (maxLength !== undefined) return `, at most ${maxLength} characters`;
  const isOpen = (bound: number | undefined) =>
    bound === undefined || Math.abs(bound) >= Number.MAX_SAFE_INTEGER;
  if (isOpen(minimum) && isOpen(maximum)) return "";
  if (isOpen(maximum)) return `, from ${minimum}`;
  return isOpen(minimum) ? `, to ${maximum}` : `, ${minimum} to ${maximum}`;
}

function withoutNull(schema: Schema, document: ApiDocument): Schema {
  const kept = schema.anyOf?.filter((choice) => choice.type !== "null");
  return kept?.length === 1 ? (resolve(kept[0], document) ?? schema) : schema;
}

function resolve(schema: Schema | undefined, document: ApiDocument): Schema | undefined {
  if (!schema?.$ref) return schema;
  return document.components.schemas[schema.$ref.split("/").at(-1) ?? ""];
}

/** The response behind a reference, and the error codes it can carry. */
export function problemCodes(response: Response, document: ApiDocument): string[] {
  const name = response.$ref?.split("/").at(-1) ?? "";
  const own = response.$ref ? document.components.responses[name] : response;
  return [...(own?.description ?? "").matchAll(/`([a-z_]+)`/g)].map((match) => match[1] ?? "");
}

/** A value that the schema accepts, with its required fields only. */
function sampleOf(schema: Schema | undefined, document: ApiDocument, depth = 0): unknown {
  const own = withoutNull(resolve(schema, document) ?? {}, document);
  if (own.default !== undefined) return own.default;
  if (own.const !== undefined) return own.const;
  if (own.enum) return own.enum[0];
  const choice = own.anyOf?.[0] ?? own.oneOf?.[0];
  if (choice) return sampleOf(choice, document, depth);
  if (own.items) return depth > MAX_DEPTH ? [] : [sampleOf(own.items, document, depth + 1)];
  if (own.properties) {
    const names = own.required?.length ? own.required : Object.keys(own.properties).slice(0, 1);
    return Object.fromEntries(
      names.map((name) => [name, sampleOf(own.properties?.[name], document, depth + 1)]),
    );
  }
  const type = Array.isArray(own.type) ? own.type.find((name) => name !== "null") : own.type;
  switch (type) {
    case "integer":
    case "number":
      return own.minimum !== undefined && own.minimum > 1 ? own.minimum : 1;
    case "boolean":
      return true;
    case "object":
      return {};
    default:
      return sampleText(own);
  }
}

function sampleText({ format }: Schema): string {
  switch (format) {
    case "uuid":
      return "0199f5a1-5b7e-7c3a-9d1e-3f2a6b8c4d10";
    case "date-time":
      return "2026-11-23T08:00:00Z";
    case "email":
      return "name@example.com";
    default:
      return "example";
  }
}

/** A call one can paste into a terminal, with `$ATRIUM_API_KEY` from the environment. */
export function curlSample(endpoint: Endpoint, document: ApiDocument, origin: string): string {
  const path = endpoint.path.replace(/\{[^}]+\}/g, "0199f5a1-5b7e-7c3a-9d1e-3f2a6b8c4d10");
  const lines = [`curl ${endpoint.method === "GET" ? "" : `-X ${endpoint.method} `}${origin}${path}`];
  if (takesKeys(endpoint)) lines.push('-H "Authorization: Bearer $ATRIUM_API_KEY"');
  const body = endpoint.requestBody?.content["application/json"]?.schema;
  if (body) {
    lines.push('-H "Content-Type: application/json"');
    lines.push(`-d '${JSON.stringify(sampleOf(body, document))}'`);
  }
  return lines.join(" \\\n  ");
}
