import "server-only";
import { type AttributeName, findAttribute, isObject, keyOf, partOf } from "./attribute-path";
import type { Attribute, Definition, Json, JsonObject } from "./definitions";
import { matchElement } from "./match-filter";
import { type Filter, parsePath } from "./parse-filter";
import { type Operation, readOperations } from "./read-operations";
import { badRequest, ScimError } from "./scim-error";

/** Never kept, and no reason to refuse the rest. */
const IGNORED = new Set(["password", "schemas"]);

type Target = AttributeName & { where: Filter | null };

/**
 * A resource after the changes of a PATCH body (RFC 7644 §3.5.2). All or nothing: the resource given stays as it is.
 * What comes out still has to pass cleanResource().
 * @throws ScimError invalidSyntax, invalidPath, invalidValue, mutability, noTarget
 */
export function applyPatch(definition: Definition, resource: JsonObject, body: Json): JsonObject {
  const next = structuredClone(resource);
  for (const operation of readOperations(body)) applyOne(definition, next, operation);
  return next;
}

function applyOne(definition: Definition, next: JsonObject, operation: Operation): void {
  const { path, named } = operation;
  const target = named ? parsePath(path) : targetOf(path);
  if (target === null) return;
  const { extension } = definition;
  if (target.attribute === null) {
    if (extension && target.schema === extension.schema) changeExtension(definition, next, operation);
    return;
  }
  if (IGNORED.has(target.attribute.toLowerCase())) return;
  const attribute = findAttribute(definition, target);
  if (!attribute || attribute.mutability === "readOnly") {
    if (!named) return;
    if (!attribute) throw badRequest("invalidPath", `There is no attribute ${path}.`);
    throw badRequest("mutability", `${attribute.name} cannot be changed.`);
  }
  const holder = target.schema ? holderOf(next, target.schema) : next;
  change(definition, holder, attribute, target, operation);
  if (target.schema && Object.keys(holder).length === 0) delete next[target.schema];
}

/** Of a value without a path: a customer's own schema, or what is no name at all, is passed over like any stranger. */
function targetOf(path: string): Target | null {
  try {
    return parsePath(path);
  } catch (error) {
    if (error instanceof ScimError) return null;
    throw error;
  }
}

function changeExtension(definition: Definition, next: JsonObject, operation: Operation): void {
  const schema = definition.extension?.schema ?? "";
  if (operation.op === "remove") {
    delete next[schema];
    return;
  }
  if (!isObject(operation.value))
    throw badRequest("invalidValue", "An extension's value has to be an object.");
  for (const [key, value] of Object.entries(operation.value)) {
    applyOne(definition, next, { op: operation.op, path: `${schema}:${key}`, value, named: false });
  }
}

function holderOf(next: JsonObject, schema: string): JsonObject {
  const found = next[schema];
  if (isObject(found)) return found;
  const made: JsonObject = {};
  next[schema] = made;
  return made;
}

function change(
  definition: Definition,
  holder: JsonObject,
  attribute: Attribute,
  target: Target,
  operation: Operation,
): void {
  const key = keyOf(holder, attribute.name) ?? attribute.name;
  const before = holder[key];
  const after = attribute.multiValued
    ? changeList({ definition, attribute, target }, asList(before), operation)
    : changeOne(attribute, target, before, operation);
  if (after === undefined || (Array.isArray(after) && after.length === 0)) delete holder[key];
  else holder[key] = after;
}

function changeOne(
  attribute: Attribute,
  target: Target,
  before: Json | undefined,
  { op, value }: Operation,
): Json | undefined {
  if (target.where) throw badRequest("invalidPath", `${attribute.name} has one value only.`);
  if (target.sub !== null) {
    if (attribute.type !== "complex") throw badRequest("invalidPath", `${attribute.name} has no parts.`);
    const after = setPart(isObject(before) ? before : {}, target.sub, op === "remove" ? null : value);
    return Object.keys(after).length > 0 ? after : undefined;
  }
  if (op === "remove" || isNothing(value)) return undefined;
  // Parts that are not named stay (RFC 7644 §3.5.2.1 and §3.5.2.3).
  return isObject(value) && isObject(before) ? { ...before, ...value } : value;
}

type Place = { definition: Definition; attribute: Attribute; target: Target };

function changeList(place: Place, before: Json[], operation: Operation): Json[] {
  const { op, value } = operation;
  const { target } = place;
  if (target.where) return changeMatching(place, target.where, before, operation);
  if (target.sub !== null) {
    const { sub } = target;
    return before.map((element) =>
      isObject(element) ? setPart(element, sub, op === "remove" ? null : value) : element,
    );
  }
  const { attribute } = place;
  if (op === "remove") return isNothing(value) ? [] : without(attribute, before, asList(value));
  const given = isNothing(value) ? [] : asList(value);
  return op === "replace" ? given : [...without(attribute, settled(before, given), given), ...given];
}

/** Entra and Okta name the members to remove in the value: the others stay, whatever the path says. */
function without(attribute: Attribute, before: Json[], gone: readonly Json[]): Json[] {
  const keys = new Set(gone.map((element) => identity(attribute, element)));
  return before.filter((element) => !keys.has(identity(attribute, element)));
}

/** What tells two elements of a list apart: members by who they are, the rest by value and type. */
function identity({ name }: Attribute, element: Json): string {
  if (!isObject(element)) return JSON.stringify([element, null]);
  const type = name === "members" ? null : (partOf(element, "type") ?? null);
  return JSON.stringify([partOf(element, "value") ?? element, type]);
}

/** A new primary element takes the place of the one before. */
function settled(before: Json[], given: readonly Json[]): Json[] {
  const hasPrimary = given.some((element) => isObject(element) && partOf(element, "primary") === true);
  if (!hasPrimary) return before;
  return before.map((element) => (isObject(element) ? { ...element, primary: false } : element));
}

function changeMatching(place: Place, where: Filter, before: Json[], { op, value }: Operation): Json[] {
  const { definition, attribute, target } = place;
  const isMeant = (element: Json) => matchElement(definition, attribute, where, element);
  if (op === "remove") {
    if (target.sub === null) return before.filter((element) => !isMeant(element));
    const { sub } = target;
    return before.map((element) =>
      isMeant(element) && isObject(element) ? setPart(element, sub, null) : element,
    );
  }
  if (!before.some(isMeant)) return [...before, madeFrom(where, target, value)];
  return before.map((element) => {
    if (!isMeant(element) || !isObject(element)) return element;
    if (target.sub !== null) return setPart(element, target.sub, value);
    return isObject(value) ? { ...element, ...value } : element;
  });
}

/** `emails[type eq "work"].value` where there is none yet: Entra means that one be made. */
function madeFrom(where: Filter, target: Target, value: Json | undefined): Json {
  const parts = where.kind === "and" ? where.parts : [where];
  const element: JsonObject = {};
  for (const part of parts) {
    if (part.kind !== "compare" || part.op !== "eq" || part.path.sub !== null) {
      throw badRequest("noTarget", "No element meets the filter of the path.");
    }
    element[part.path.attribute] = part.value;
  }
  if (target.sub !== null) return setPart(element, target.sub, value);
  return isObject(value) ? { ...element, ...value } : element;
}

function setPart(object: JsonObject, sub: string, value: Json | undefined): JsonObject {
  const key = keyOf(object, sub) ?? sub;
  const { [key]: _gone, ...rest } = object;
  return isNothing(value) ? rest : { ...rest, [key]: value as Json };
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "";
}

function asList(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
