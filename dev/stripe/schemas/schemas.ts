import { readFileSync } from "node:fs";
import path from "node:path";
import type { JsonSchema, Shape, ShapeFields } from "./writer";

export type ObjectSchema = {
  required?: string[];
  properties: Record<string, JsonSchema>;
};

type Schemas = {
  /** Version of stripe-node the file was derived from. */
  stripe: string;
  objects: Record<string, { $ref: string }>;
  definitions: Record<string, ObjectSchema & JsonSchema>;
  parameters: Record<string, Shape>;
  shapes: ShapeFields[];
};

const file = path.join(import.meta.dirname, "..", "schemas.json");

/** What stripe-node's types say about objects and parameters; see generate-schemas.ts. */
export const schemas: Schemas = JSON.parse(readFileSync(file, "utf8"));

/** Schema of the objects that carry this `object` value. */
export function objectSchema(name: string): ObjectSchema | undefined {
  const reference = schemas.objects[name]?.$ref;
  return reference ? schemas.definitions[reference.slice("#/definitions/".length)] : undefined;
}

/** The alternatives a property allows; a plain schema is its own only alternative. */
export function alternatives(schema: JsonSchema): JsonSchema[] {
  return Array.isArray(schema.anyOf) ? schema.anyOf : [schema];
}
