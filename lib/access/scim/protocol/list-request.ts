import "server-only";
import { isObject, partOf } from "./attribute-path";
import type { Json, JsonObject } from "./definitions";
import { type Filter, type FilterPath, parseFilter, parsePath } from "./parse-filter";
import { badRequest } from "./scim-error";
import { readSelection, type Selection } from "./select-attributes";

export const MAX_RESULTS = 200;

export type ListRequest = {
  filter: Filter | null;
  /** Counted from 1. */
  startIndex: number;
  count: number;
  sort: { path: FilterPath; descending: boolean } | null;
  selection: Selection;
};

export type ListAnswer = { total: number; startIndex: number; resources: JsonObject[] };

/**
 * What a list asks for, from an address or from a search's body (RFC 7644 §3.4.2 and §3.4.3). A start below one is one,
 * a count below zero none.
 * @throws ScimError invalidFilter, invalidPath, invalidValue
 */
export function readListRequest(read: (name: string) => string | null): ListRequest {
  const filter = read("filter");
  const sortBy = read("sortBy");
  return {
    filter: filter ? parseFilter(filter) : null,
    startIndex: Math.max(1, readInteger(read("startIndex"), "startIndex") ?? 1),
    count: Math.min(MAX_RESULTS, Math.max(0, readInteger(read("count"), "count") ?? 100)),
    sort: sortBy
      ? { path: sortPath(sortBy), descending: read("sortOrder")?.toLowerCase() === "descending" }
      : null,
    selection: readSelection(read("attributes"), read("excludedAttributes")),
  };
}

/** Reads from a search's body what an address would say. */
export function fromBody(body: Json): (name: string) => string | null {
  if (!isObject(body)) throw badRequest("invalidSyntax", "The body has to be an object.");
  return (name) => {
    const value = partOf(body, name);
    if (value === undefined || value === null) return null;
    return Array.isArray(value) ? value.map(String).join(",") : String(value);
  };
}

function readInteger(text: string | null, name: string): number | null {
  if (text === null || text === "") return null;
  if (!/^-?\d{1,9}$/.test(text)) throw badRequest("invalidValue", `${name} is no whole number.`);
  return Number(text);
}

function sortPath(text: string): FilterPath {
  const path = parsePath(text);
  if (path.attribute === null || path.where) throw badRequest("invalidPath", "sortBy is no attribute.");
  return { ...path, attribute: path.attribute };
}
