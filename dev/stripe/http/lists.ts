import type { List } from "../state/wire";
import { invalidRequest, resourceMissing } from "./errors";

type PageParams = {
  limit?: number;
  starting_after?: string;
  ending_before?: string;
  created?: number | { gt?: number; gte?: number; lt?: number; lte?: number };
};
/** Invoice items call their moment `date`. */
type Listed = { id: string; object: string; created?: number; date?: number };

/** One page of objects, newest first as Stripe sorts them. `objects` come in the order they were made. */
export function page<T extends Listed>(objects: T[], params: PageParams, url: string): List<T> {
  const limit = params.limit ?? 10;
  if (limit < 1) throw limitError("greater than or equal to 1", limit);
  if (limit > 100) throw limitError("less than or equal to 100", limit);
  if (params.starting_after && params.ending_before) {
    throw invalidRequest("You may specify only one of these parameters: ending_before, starting_after.");
  }
  const sorted = objects
    .filter((object) => inRange(object.created ?? object.date ?? 0, params.created))
    .reverse();
  if (params.ending_before) {
    const before = sorted.slice(0, indexOf(objects, sorted, params.ending_before, "ending_before"));
    return { object: "list", data: before.slice(-limit), has_more: before.length > limit, url };
  }
  const start = params.starting_after
    ? indexOf(objects, sorted, params.starting_after, "starting_after") + 1
    : 0;
  return {
    object: "list",
    data: sorted.slice(start, start + limit),
    has_more: sorted.length > start + limit,
    url,
  };
}

function indexOf<T extends Listed>(all: T[], sorted: T[], id: string, param: string): number {
  const index = sorted.findIndex((object) => object.id === id);
  if (index < 0) throw resourceMissing(all[0]?.object ?? "object", id, param);
  return index;
}

function inRange(created: number, range: PageParams["created"]): boolean {
  if (range === undefined) return true;
  if (typeof range === "number") return created === range;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = range;
  return created > gt && created >= gte && created < lt && created <= lte;
}

function limitError(rule: string, limit: number) {
  const message = `This value must be ${rule} (it currently is '${limit}').`;
  return invalidRequest(message, "limit", "parameter_invalid_integer");
}
