import "server-only";
import {
  type Attribute,
  type Definition,
  ENTERPRISE_SCHEMA,
  type Json,
  type JsonObject,
} from "./definitions";

/** `urn:…:User:emails[type eq "work"].value`, taken apart. `attribute` null names a whole extension. */
export type AttributeName = { schema: string | null; attribute: string | null; sub: string | null };

const KNOWN = [
  "urn:ietf:params:scim:schemas:core:2.0:User",
  "urn:ietf:params:scim:schemas:core:2.0:Group",
  ENTERPRISE_SCHEMA,
] as const;
const NAME = /^[A-Za-z$][\w$-]*$/;

/** Reads an attribute's name, with its schema before it and one part behind it; null for what is none. */
export function parseAttributeName(text: string): AttributeName | null {
  const found = KNOWN.find((schema) => text.toLowerCase().startsWith(schema.toLowerCase()));
  const rest = found ? text.slice(found.length) : text;
  if (found && rest === "") return { schema: found, attribute: null, sub: null };
  if (found && !rest.startsWith(":")) return null;
  const [attribute = "", sub, ...more] = (found ? rest.slice(1) : rest).split(".");
  if (more.length > 0 || !NAME.test(attribute) || (sub !== undefined && !NAME.test(sub))) return null;
  return { schema: found === ENTERPRISE_SCHEMA ? found : null, attribute, sub: sub ?? null };
}

/** The attribute of a resource that a name means; names are compared without case (RFC 7643 §2.1). */
export function findAttribute(definition: Definition, name: AttributeName): Attribute | null {
  const extension = definition.extension;
  const all = name.schema && extension?.schema === name.schema ? extension.attributes : definition.attributes;
  return all.find((entry) => entry.name.toLowerCase() === name.attribute?.toLowerCase()) ?? null;
}

/** A value by its name without case. */
export function partOf(object: JsonObject, name: string): Json | undefined {
  const key = keyOf(object, name);
  return key === undefined ? undefined : object[key];
}

/** The name under which an object holds a value. */
export function keyOf(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  return Object.keys(object).find((key) => key.toLowerCase() === name.toLowerCase());
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
