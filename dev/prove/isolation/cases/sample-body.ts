import * as z from "zod";

export type JsonSchema = {
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

/** Chooses the value of an id-typed field by its place in the body. */
type IdAt = (place: string) => string;

export function jsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
}

/** A body that fits the schema well enough to pass its shape; ids come from `id`. */
export function sampleBody(schema: z.ZodType, id: IdAt): unknown {
  return sample(jsonSchema(schema), id, "");
}

/** The places of all id-typed fields of a body, nested ones included. */
export function idPlaces(schema: z.ZodType): string[] {
  const places = new Set<string>();
  const probe = "00000000-0000-7000-8000-000000000000";
  sampleBody(schema, (place) => {
    places.add(place);
    return probe;
  });
  return [...places];
}

function sample(schema: JsonSchema, id: IdAt, place: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sample(choice, id, place);
  switch (schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name, part]) => schema.required?.includes(name) || holdsId(part))
          .map(([name, part]) => [name, sample(part, id, `${place}.${name}`)]),
      );
    case "array":
      return Array.from({ length: Math.max(1, schema.minItems ?? 1) }, () =>
        sample(schema.items ?? {}, id, `${place}[]`),
      );
    case "integer":
    case "number":
      return 1;
    case "boolean":
      return true;
    default:
      return sampleText(schema, id, place);
  }
}

function holdsId(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"uuid"');
}

function sampleText(schema: JsonSchema, id: IdAt, place: string): string {
  if (schema.format === "uuid") return id(place);
  if (schema.format === "email") return "proof@example.test";
  if (schema.format === "date-time") return new Date(0).toISOString();
  return "proof".padEnd(schema.minLength ?? 0, "x");
}
