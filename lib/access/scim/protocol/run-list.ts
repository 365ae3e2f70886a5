import "server-only";
import { newBudget } from "./budget";
import type { Definition, Json, JsonObject } from "./definitions";
import type { ListAnswer, ListRequest } from "./list-request";
import { matchFilter, valuesAt } from "./match-filter";
import type { Filter } from "./parse-filter";
import { selectAttributes } from "./select-attributes";

/** Entries that are read at most to answer one list; a filter that needs more is refused (scimType tooMany). */
export const MAX_CANDIDATES = 5_000;

/**
 * Filters, sorts and cuts resources that were read.
 * @throws ScimError tooMany
 */
export function runList(
  definition: Definition,
  request: ListRequest,
  candidates: readonly JsonObject[],
): ListAnswer {
  const { filter, sort, startIndex, count, selection } = request;
  const budget = newBudget();
  const found = filter
    ? candidates.filter((each) => matchFilter(definition, filter, each, budget))
    : [...candidates];
  if (sort) {
    const keyed = found.map((each) => ({ each, key: valuesAt(definition, sort.path, each, budget)[0] }));
    keyed.sort((a, b) => byKey(a.key, b.key) * (sort.descending ? -1 : 1));
    found.splice(0, found.length, ...keyed.map(({ each }) => each));
  }
  const shown = found.slice(startIndex - 1, startIndex - 1 + count);
  return {
    total: found.length,
    startIndex,
    resources: shown.map((each) => selectAttributes(each, selection)),
  };
}

/** What a filter fixes to one value, so that the database can find it: `userName eq "…"`, alone or within an `and`. */
export function fixedValue(filter: Filter | null, attribute: string): string | null {
  if (!filter) return null;
  if (filter.kind === "and") {
    return filter.parts.map((part) => fixedValue(part, attribute)).find((value) => value !== null) ?? null;
  }
  if (filter.kind !== "compare" || filter.op !== "eq" || typeof filter.value !== "string") return null;
  const { path } = filter;
  const isMeant = path.schema === null && path.where === null && path.sub === null;
  return isMeant && path.attribute.toLowerCase() === attribute.toLowerCase() ? filter.value : null;
}

/** Entries without a value come last (RFC 7644 §3.4.2.3). */
function byKey(a: Json | undefined, b: Json | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  const [left, right] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return left === right ? 0 : left < right ? -1 : 1;
}
