import "server-only";
import { hasControl } from "@/lib/core/has-control";
import { isObject, partOf } from "./attribute-path";
import type { Attribute, Definition, Json, JsonObject } from "./definitions";
import { badRequest } from "./scim-error";

const MAX_TEXT = 1_024;
const MAX_VALUES = 100;
export const MAX_MEMBERS = 1_000;
const MAX_BYTES = 16_000;

/**
 * What of a body is kept: known attributes with values of their type. What only we write is passed over, and so is what
 * nobody here knows. Providers write truths as texts ("True"): they become truths.
 * @throws ScimError invalidValue
 */
export function cleanResource(definition: Definition, raw: JsonObject): JsonObject {
  const kept = cleanObject(definition.attributes, raw, "");
  const { extension } = definition;
  const extra = extension ? partOf(raw, extension.schema) : undefined;
  if (extension && isObject(extra)) {
    const cleaned = cleanObject(extension.attributes, extra, "");
    if (Object.keys(cleaned).length > 0) kept[extension.schema] = cleaned;
  }
  const isGroup = definition.kind === "Group";
  if (!isGroup && Buffer.byteLength(JSON.stringify(kept)) > MAX_BYTES) {
    throw badRequest("invalidValue", "The resource is too large.");
  }
  return kept;
}

function cleanObject(attributes: readonly Attribute[], raw: JsonObject, path: string): JsonObject {
  const kept: JsonObject = {};
  for (const attribute of attributes) {
    if (attribute.mutability === "readOnly") continue;
    const value = partOf(raw, attribute.name);
    if (value === undefined || value === null) continue;
    const cleaned = cleanValue(attribute, value, `${path}${attribute.name}`);
    if (cleaned !== undefined) kept[attribute.name] = cleaned;
  }
  return kept;
}

function cleanValue(attribute: Attribute, value: Json, path: string): Json | undefined {
  if (!attribute.multiValued) return cleanOne(attribute, Array.isArray(value) ? value[0] : value, path);
  const elements = Array.isArray(value) ? value : [value];
  const most = mostValues(attribute);
  if (elements.length > most) throw badRequest("invalidValue", `${path} has more than ${most} values.`);
  const kept = elements.map((element) => cleanOne(attribute, element, path));
  const cleaned = kept.filter((element) => element !== undefined);
  return cleaned.length > 0 ? onePrimary(cleaned) : undefined;
}

/** How many values an attribute may have. */
export function mostValues({ name }: Attribute): number {
  return name === "members" ? MAX_MEMBERS : MAX_VALUES;
}

/** At most one element is the primary one: the last that said so (RFC 7643 §2.4). */
function onePrimary(elements: Json[]): Json[] {
  const last = elements.findLastIndex((element) => isObject(element) && element.primary === true);
  return elements.map((element, index) => {
    const isOther = isObject(element) && element.primary === true && index !== last;
    return isOther ? { ...element, primary: false } : element;
  });
}

function cleanOne(attribute: Attribute, value: Json | undefined, path: string): Json | undefined {
  if (value === null || value === undefined || value === "") return undefined;
  switch (attribute.type) {
    case "complex":
      return cleanComplex(attribute, value, path);
    case "boolean":
      return readTruth(value, path);
    case "integer":
    case "decimal":
      if (typeof value === "number") return value;
      throw badRequest("invalidValue", `${path} is no number.`);
    default:
      return cleanText(value, path);
  }
}

/** Entra names a manager by the id alone, and some providers an address. */
function cleanComplex(attribute: Attribute, value: Json, path: string): Json | undefined {
  const object = isObject(value)
    ? value
    : typeof value === "string" && attribute.subAttributes.some(({ name }) => name === "value")
      ? { value }
      : null;
  if (!object) throw badRequest("invalidValue", `${path} is no object.`);
  const cleaned = cleanObject(attribute.subAttributes, object, `${path}.`);
  return Object.keys(cleaned).length > 0 ? cleaned : undefined;
}

/**
 * A truth, also where it is written as a text.
 * @throws ScimError invalidValue
 */
export function readTruth(value: Json, path: string): boolean {
  if (typeof value === "boolean") return value;
  if (typeof value === "string" && /^(true|false)$/i.test(value)) return value.toLowerCase() === "true";
  throw badRequest("invalidValue", `${path} is neither true nor false.`);
}

function cleanText(value: Json, path: string): string {
  if (typeof value !== "string" && typeof value !== "number") {
    throw badRequest("invalidValue", `${path} is no text.`);
  }
  const text = String(value);
  if (text.length > MAX_TEXT) throw badRequest("invalidValue", `${path} is too long.`);
  if (path !== "addresses.formatted" && path !== "addresses.streetAddress" && hasControl(text)) {
    throw badRequest("invalidValue", `${path} holds a control character.`);
  }
  return text;
}
