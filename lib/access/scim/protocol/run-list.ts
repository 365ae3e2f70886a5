import "server-only";
import { newBudget } from "./budget";
import type { Definition, Json, JsonObject } from "./definitions";
import type { ListRequest } from "./list-request";
import { matchFilter, valuesAt } from "./match-filter";
import type { Filter } from "./parse-filter";

/** Entries that are read at most to answer one list; a filter that needs more is refused (scimType tooMany). */
export const MAX_CANDIDATES = 5_000;

/** Entries that are held in memory at a time while a list is searched. */
const CHUNK = 250;

/**
 * Searches entries by their ids, in the order given: a few are read at a time and only what is shown is kept.
 * @throws ScimError tooMany
 */
export async function runList(
  definition: Definition,
  request: Pick<ListRequest, "filter" | "sort">,
  ids: readonly string[],
  read: (ids: string[]) => Promise<JsonObject[]>,
): Promise<string[]> {
  const { filter, sort } = request;
  const budget = newBudget();
  const found: { id: string; key: Json | undefined }[] = [];
  for (let at = 0; at < ids.length; at += CHUNK) {
    const chunk = ids.slice(at, at + CHUNK);
    const byId = new Map((await read(chunk)).map((each) => [String(each.id), each]));
    for (const id of chunk) {
      const each = byId.get(id);
      if (!each || (filter && !matchFilter(definition, filter, each, budget))) continue;
      found.push({ id, key: sort ? valuesAt(definition, sort.path, each, budget)[0] : undefined });
    }
  }
  if (sort) found.sort((a, b) => byKey(a.key, b.key) * (sort.descending ? -1 : 1));
  return found.map(({ id }) => id);
}

/** Rows in the order of their ids. */
export function inOrder<T extends { id: string }>(ids: readonly string[], rows: readonly T[]): T[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
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
