import { newId } from "@/lib/core/ids";

/** Old id to new id. Ids are UUIDs, so that a text that equals one is one, wherever it stands. */
export type IdMap = ReadonlyMap<string, string>;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Replaces every id of the map in a text, inside nested JSON too. */
export function mapIds(text: string, map: IdMap): string {
  return map.size === 0 ? text : text.replace(UUID, (id) => map.get(id) ?? id);
}

/** The way back, to compare what arrived with what was sent. */
export function inverse(map: IdMap): IdMap {
  return new Map([...map].map(([from, to]) => [to, from]));
}

/** A map that gives each id it is asked for a new one, always the same. */
export function freshIds(ids: Iterable<string>): Map<string, string> {
  return new Map([...ids].map((id) => [id, newId()]));
}
