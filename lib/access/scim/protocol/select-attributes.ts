import "server-only";
import { type AttributeName, isObject, keyOf, parseAttributeName } from "./attribute-path";
import type { JsonObject } from "./definitions";
import { badRequest } from "./scim-error";

export type Selection = { attributes: AttributeName[] | null; excluded: AttributeName[] };

/** Shown whatever is asked for (RFC 7643 §2.4, returned "always"). */
const ALWAYS = new Set(["id", "schemas"]);

/**
 * `attributes` and `excludedAttributes` of a request (RFC 7644 §3.9).
 * @throws ScimError invalidValue
 */
export function readSelection(
  attributes: string | null | undefined,
  excluded: string | null | undefined,
): Selection {
  return {
    attributes: attributes ? readNames(attributes) : null,
    excluded: excluded ? readNames(excluded) : [],
  };
}

/** Whether a selection shows an attribute at all: what is not shown need not be read. */
export function isShown(selection: Selection, attribute: string): boolean {
  const names = (list: readonly AttributeName[], whole: boolean) =>
    list.some(
      (name) =>
        name.schema === null && (!whole || name.sub === null) && name.attribute?.toLowerCase() === attribute,
    );
  if (selection.attributes) return names(selection.attributes, false);
  return !names(selection.excluded, true);
}

/** What of a resource is shown. */
export function selectAttributes(resource: JsonObject, selection: Selection): JsonObject {
  if (selection.attributes) return only(resource, selection.attributes);
  if (selection.excluded.length === 0) return resource;
  const kept = structuredClone(resource);
  for (const name of selection.excluded) drop(kept, name);
  return kept;
}

function only(resource: JsonObject, names: readonly AttributeName[]): JsonObject {
  const kept: JsonObject = {};
  for (const key of Object.keys(resource)) {
    const value = resource[key];
    if (ALWAYS.has(key) && value !== undefined) kept[key] = value;
  }
  for (const name of names) {
    if (name.schema && name.attribute === null) {
      copyPart(resource, kept, name.schema, null);
    } else if (name.schema && name.attribute) {
      const source = resource[name.schema];
      const target = isObject(kept[name.schema]) ? (kept[name.schema] as JsonObject) : {};
      if (isObject(source)) copyPart(source, target, name.attribute, name.sub);
      if (Object.keys(target).length > 0) kept[name.schema] = target;
    } else if (name.attribute) {
      copyPart(resource, kept, name.attribute, name.sub);
    }
  }
  return kept;
}

function copyPart(source: JsonObject, target: JsonObject, attribute: string, sub: string | null): void {
  const key = keyOf(source, attribute);
  const value = key === undefined ? undefined : source[key];
  if (key === undefined || value === undefined) return;
  if (sub === null) {
    target[key] = value;
    return;
  }
  const elements = Array.isArray(value) ? value : [value];
  const before = target[key];
  const parts = elements.map((element, index) => {
    const had = Array.isArray(before) ? before[index] : before;
    const part: JsonObject = isObject(had) ? { ...had } : {};
    if (isObject(element)) copyPart(element, part, sub, null);
    return part;
  });
  target[key] = Array.isArray(value) ? parts : (parts[0] ?? {});
}

function drop(resource: JsonObject, name: AttributeName): void {
  const holder = name.schema ? resource[name.schema] : resource;
  if (name.schema && name.attribute === null) {
    delete resource[name.schema];
    return;
  }
  if (!isObject(holder) || name.attribute === null || ALWAYS.has(name.attribute)) return;
  const key = keyOf(holder, name.attribute);
  if (key === undefined) return;
  const value = holder[key];
  const { sub } = name;
  if (sub === null) {
    delete holder[key];
    return;
  }
  for (const element of Array.isArray(value) ? value : [value]) {
    if (!isObject(element)) continue;
    const part = keyOf(element, sub);
    if (part !== undefined) delete element[part];
  }
}

function readNames(text: string): AttributeName[] {
  if (text.length > 2_000) throw badRequest("invalidValue", "Too many attributes are named.");
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .flatMap((part) => parseAttributeName(part) ?? []);
}
