import "server-only";
import { findAttribute, isObject, partOf } from "./attribute-path";
import { type Budget, spend } from "./budget";
import type { Attribute, Definition, Json, JsonObject } from "./definitions";
import type { Comparison, Filter, FilterPath } from "./parse-filter";

/** What a filter is about: a whole resource, or one element of a list of it. */
type Subject = { definition: Definition; within: Attribute | null; budget: Budget };

/**
 * Whether a resource, as it is shown, meets a filter.
 * @throws ScimError tooMany
 */
export function matchFilter(
  definition: Definition,
  filter: Filter,
  resource: JsonObject,
  budget: Budget,
): boolean {
  return matches({ definition, within: null, budget }, filter, resource);
}

/**
 * Whether one element of a multi-valued attribute meets the filter between its brackets.
 * @throws ScimError tooMany
 */
export function matchElement(place: Subject, filter: Filter, element: Json): boolean {
  // Elements that are plain values are asked for as `value`.
  return matches(place, filter, isObject(element) ? element : { value: element });
}

/**
 * The texts, numbers and truths that a path leads to.
 * @throws ScimError tooMany
 */
export function valuesAt(
  definition: Definition,
  path: FilterPath,
  resource: JsonObject,
  budget: Budget,
): Json[] {
  return reach({ definition, within: null, budget }, path, resource).values;
}

function matches(subject: Subject, filter: Filter, object: JsonObject): boolean {
  switch (filter.kind) {
    case "and":
      return filter.parts.every((part) => matches(subject, part, object));
    case "or":
      return filter.parts.some((part) => matches(subject, part, object));
    case "not":
      return !matches(subject, filter.part, object);
    case "present":
      return reach(subject, filter.path, object).values.some(isPresent);
    case "compare":
      return compares(subject, filter, object);
    default:
      return filter satisfies never;
  }
}

function compares(
  subject: Subject,
  filter: Extract<Filter, { kind: "compare" }>,
  object: JsonObject,
): boolean {
  const { values, caseExact } = reach(subject, filter.path, object);
  spend(
    subject.budget,
    values.reduce<number>((sum, value) => sum + sizeOf(value), 0),
  );
  const present = values.filter(isPresent);
  if (filter.value === null) return (filter.op === "eq") === (present.length === 0);
  if (filter.op === "ne") return !present.some((value) => holds("eq", value, filter.value, caseExact));
  const { op } = filter;
  return present.some((value) => holds(op, value, filter.value, caseExact));
}

function reach(
  subject: Subject,
  path: FilterPath,
  object: JsonObject,
): { values: Json[]; caseExact: boolean } {
  const { definition, within, budget } = subject;
  const attribute = within
    ? (within.subAttributes.find((entry) => same(entry.name, path.attribute)) ?? null)
    : findAttribute(definition, path);
  const source = path.schema && !within ? partOf(object, path.schema) : object;
  const found = isObject(source) ? partOf(source, path.attribute) : undefined;
  const elements = found === undefined ? [] : Array.isArray(found) ? found : [found];
  const searched = isObject(source) && found === undefined ? Object.keys(source).length : 0;
  spend(budget, 1 + elements.length + searched);
  const where = path.where;
  const kept =
    where && attribute
      ? elements.filter((element) => matchElement({ definition, within: attribute, budget }, where, element))
      : elements;
  if (path.where && path.sub === null) return { values: kept, caseExact: false };
  // A complex attribute without a part named means its `value` (RFC 7644 §3.4.2.2).
  const sub = path.sub ?? "value";
  const part = attribute?.subAttributes.find((entry) => same(entry.name, sub));
  const values = kept.flatMap((element) => {
    if (!isObject(element)) return [element];
    const value = partOf(element, sub);
    if (value === undefined) return path.sub === null ? [element] : [];
    return [value];
  });
  return { values, caseExact: (part ?? attribute)?.caseExact ?? false };
}

/** Long texts take longer to compare. */
const sizeOf = (value: Json) => (typeof value === "string" ? value.length >> 6 : 0);

function isPresent(value: Json): boolean {
  if (value === null || value === "") return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}

function holds(op: Comparison, left: Json, right: Json, caseExact: boolean): boolean {
  if (typeof left === "boolean") return op === "eq" && String(left) === String(right).toLowerCase();
  if (typeof left === "number") return ordered(op, left - Number(right));
  if (typeof left !== "string") return false;
  const [a, b] = caseExact ? [left, String(right)] : [left.toLowerCase(), String(right).toLowerCase()];
  switch (op) {
    case "co":
      return a.includes(b);
    case "sw":
      return a.startsWith(b);
    case "ew":
      return a.endsWith(b);
    default:
      return ordered(op, orderOf(a, b));
  }
}

function orderOf(a: string, b: string): number {
  const isTime = /^\d{4}-\d\d-\d\dt/i;
  if (isTime.test(a) && isTime.test(b)) return Date.parse(a) - Date.parse(b);
  return a === b ? 0 : a < b ? -1 : 1;
}

function ordered(op: Comparison, order: number): boolean {
  switch (op) {
    case "eq":
      return order === 0;
    case "gt":
      return order > 0;
    case "ge":
      return order >= 0;
    case "lt":
      return order < 0;
    case "le":
      return order <= 0;
    default:
      return false;
  }
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
