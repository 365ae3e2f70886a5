import "server-only";
import { type AttributeName, findAttribute, isObject, keyOf, partOf } from "./attribute-path";
import { type Budget, newBudget, spend } from "./budget";
import { mostValues } from "./clean-resource";
import type { Attribute, Definition, Json, JsonObject } from "./definitions";
import { matchElement } from "./match-filter";
import { type Filter, parsePath } from "./parse-filter";
import { type Operation, readOperations } from "./read-operations";
import { badRequest, ScimError } from "./scim-error";

/** Never kept, and no reason to refuse the rest. */
const IGNORED = new Set(["password", "schemas"]);

/** Reading a path, which may be none. */
const PATH_STEPS = 20;

type Target = AttributeName & { where: Filter | null };
/** One PATCH: what it may still cost, and what tells the elements apart that it has looked at. */
type Work = { definition: Definition; budget: Budget; keys: WeakMap<object, string> };

/**
 * A resource after the changes of a PATCH body (RFC 7644 §3.5.2). All or nothing: the resource given stays as it is.
 * What comes out still has to pass cleanResource().
 * @throws ScimError invalidSyntax, invalidPath, invalidValue, mutability, noTarget, tooMany
 */
export function applyPatch(definition: Definition, resource: JsonObject, body: Json): JsonObject {
  const next = structuredClone(resource);
  const work = { definition, budget: newBudget(), keys: new WeakMap<object, string>() };
  for (const operation of readOperations(body)) applyOne(work, next, operation);
  return next;
}

function applyOne(work: Work, next: JsonObject, operation: Operation): void {
  const { definition } = work;
  const { path, named } = operation;
  spend(work.budget, PATH_STEPS + (path.length >> 2));
  const target = named ? parsePath(path) : targetOf(path);
  if (target === null) return;
  const { extension } = definition;
  if (target.attribute === null) {
    if (extension && target.schema === extension.schema) changeExtension(work, next, operation);
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
  change({ ...work, attribute, target }, holder, operation);
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

function changeExtension(work: Work, next: JsonObject, operation: Operation): void {
  const schema = work.definition.extension?.schema ?? "";
  if (operation.op === "remove") {
    delete next[schema];
    return;
  }
  if (!isObject(operation.value))
    throw badRequest("invalidValue", "An extension's value has to be an object.");
  for (const [key, value] of Object.entries(operation.value)) {
    applyOne(work, next, { op: operation.op, path: `${schema}:${key}`, value, named: false });
  }
}

function holderOf(next: JsonObject, schema: string): JsonObject {
  const found = next[schema];
  if (isObject(found)) return found;
  const made: JsonObject = {};
  next[schema] = made;
  return made;
}

type Place = Work & { attribute: Attribute; target: Target };

function change(place: Place, holder: JsonObject, operation: Operation): void {
  const { attribute } = place;
  const key = keyOf(holder, attribute.name) ?? attribute.name;
  const before = holder[key];
  const after = attribute.multiValued
    ? changeList(place, asList(before), operation)
    : changeOne(place, before, operation);
  if (after === undefined || (Array.isArray(after) && after.length === 0)) delete holder[key];
  else holder[key] = after;
}

function changeOne(place: Place, before: Json | undefined, { op, value }: Operation): Json | undefined {
  const { attribute, target } = place;
  if (target.where) throw badRequest("invalidPath", `${attribute.name} has one value only.`);
  if (target.sub !== null) {
    if (attribute.type !== "complex") throw badRequest("invalidPath", `${attribute.name} has no parts.`);
    const after = setPart(place, isObject(before) ? before : {}, target.sub, op === "remove" ? null : value);
    return Object.keys(after).length > 0 ? after : undefined;
  }
  if (op === "remove" || isNothing(value)) return undefined;
  // Parts that are not named stay (RFC 7644 §3.5.2.1 and §3.5.2.3).
  if (!isObject(value) || !isObject(before)) return value;
  spend(place.budget, widthOf(before));
  return { ...before, ...value };
}

/**
 * No list grows beyond what may be kept, not even between two operations: each goes through all of it.
 * @throws ScimError invalidValue, noTarget, tooMany
 */
function changeList(place: Place, before: Json[], operation: Operation): Json[] {
  const after = changed(place, before, operation);
  const most = mostValues(place.attribute);
  if (after.length <= most) return after;
  throw badRequest("invalidValue", `${place.attribute.name} has more than ${most} values.`);
}

function changed(place: Place, before: Json[], operation: Operation): Json[] {
  const { op, value } = operation;
  const { target, budget } = place;
  if (target.where) return changeMatching(place, target.where, before, operation);
  if (target.sub !== null) {
    const { sub } = target;
    spend(budget, before.length);
    return before.map((element) =>
      isObject(element) ? setPart(place, element, sub, op === "remove" ? null : value) : element,
    );
  }
  if (op === "remove") return isNothing(value) ? [] : without(place, before, asList(value));
  const given = isNothing(value) ? [] : asList(value);
  return op === "replace" ? given : [...without(place, settled(place, before, given), given), ...given];
}

/** Entra and Okta name the members to remove in the value: the others stay, whatever the path says. */
function without(place: Place, before: Json[], gone: readonly Json[]): Json[] {
  // A look at an element that is known costs next to nothing.
  spend(place.budget, (before.length + gone.length) >> 3);
  const keys = new Set(gone.map((element) => identity(place, element)));
  return before.filter((element) => !keys.has(identity(place, element)));
}

/** What tells two elements of a list apart: members by who they are, the rest by value and type. */
function identity({ attribute, budget, keys }: Place, element: Json): string {
  if (!isObject(element)) return written(budget, [element, null]);
  const known = keys.get(element);
  if (known !== undefined) return known;
  const type = attribute.name === "members" ? null : (partOf(element, "type") ?? null);
  const key = written(budget, [partOf(element, "value") ?? element, type]);
  keys.set(element, key);
  return key;
}

function written(budget: Budget, parts: Json[]): string {
  const text = JSON.stringify(parts);
  spend(budget, 1 + (text.length >> 6));
  return text;
}

/** A new primary element takes the place of the one before. */
function settled(place: Place, before: Json[], given: readonly Json[]): Json[] {
  const hasPrimary = given.some((element) => isObject(element) && partOf(element, "primary") === true);
  if (!hasPrimary) return before;
  for (const element of before) spend(place.budget, widthOf(element));
  return before.map((element) => (isObject(element) ? { ...element, primary: false } : element));
}

function changeMatching(place: Place, where: Filter, before: Json[], { op, value }: Operation): Json[] {
  const { definition, budget, attribute, target } = place;
  const within = { definition, within: attribute, budget };
  const meant = new Set(before.filter((element) => matchElement(within, where, element)));
  if (op === "remove") {
    if (target.sub === null) return before.filter((element) => !meant.has(element));
    const { sub } = target;
    return before.map((element) =>
      meant.has(element) && isObject(element) ? setPart(place, element, sub, null) : element,
    );
  }
  if (meant.size === 0) return [...before, madeFrom(place, where, value)];
  return before.map((element) => {
    if (!meant.has(element) || !isObject(element)) return element;
    if (target.sub !== null) return setPart(place, element, target.sub, value);
    spend(budget, widthOf(element));
    return isObject(value) ? { ...element, ...value } : element;
  });
}

/** `emails[type eq "work"].value` where there is none yet: Entra means that one be made. */
function madeFrom(place: Place, where: Filter, value: Json | undefined): Json {
  const { sub } = place.target;
  const parts = where.kind === "and" ? where.parts : [where];
  const element: JsonObject = {};
  for (const part of parts) {
    if (part.kind !== "compare" || part.op !== "eq" || part.path.sub !== null) {
      throw badRequest("noTarget", "No element meets the filter of the path.");
    }
    element[part.path.attribute] = part.value;
  }
  if (sub !== null) return setPart(place, element, sub, value);
  return isObject(value) ? { ...element, ...value } : element;
}

function setPart(
  place: Pick<Place, "budget">,
  object: JsonObject,
  sub: string,
  value: Json | undefined,
): JsonObject {
  spend(place.budget, widthOf(object));
  const key = keyOf(object, sub) ?? sub;
  const { [key]: _gone, ...rest } = object;
  return isNothing(value) ? rest : { ...rest, [key]: value as Json };
}

const widthOf = (element: Json) => (isObject(element) ? 1 + Object.keys(element).length : 1);

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null || value === "";
}

function asList(value: Json | undefined): Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}
