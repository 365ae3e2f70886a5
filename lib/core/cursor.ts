import { DomainError } from "./errors";
import { isId } from "./ids";

/** Position in a list sorted by time and id, newest first. */
export type CursorPosition = { at: Date; id: string };

/** One page of a list and where the next begins. */
export type Page<T> = { data: T[]; page: { next_cursor: string | null; has_more: boolean } };

/** Encodes a position; opaque to callers. */
export function encodeCursor(position: CursorPosition): string {
  return Buffer.from(`${position.at.toISOString()}|${position.id}`).toString("base64url");
}

/**
 * Decodes a cursor that encodeCursor() made.
 * @throws DomainError invalid_request for anything else
 */
export function decodeCursor(cursor: string): CursorPosition {
  const [time, id] = Buffer.from(cursor, "base64url").toString("utf8").split("|");
  const at = new Date(time ?? "");
  if (!id || !isId(id) || Number.isNaN(at.getTime())) {
    throw new DomainError("invalid_request", "The cursor is not valid.");
  }
  return { at, id };
}

/** Cuts a page out of `limit + 1` rows. */
export function toPage<Row, T>(
  rows: readonly Row[],
  limit: number,
  position: (row: Row) => CursorPosition,
  present: (row: Row) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return {
    data: shown.map(present),
    page: { next_cursor: hasMore && last ? encodeCursor(position(last)) : null, has_more: hasMore },
  };
}

/** Prisma filter for rows after a cursor in a list sorted by `field` and id, newest first. */
export function afterCursor<F extends string>(
  cursor: string | undefined,
  field: F,
): { OR?: [Record<F, { lt: Date }>, Record<F, Date> & { id: { lt: string } }] } {
  if (!cursor) return {};
  const { at, id } = decodeCursor(cursor);
  return {
    OR: [
      { [field]: { lt: at } } as Record<F, { lt: Date }>,
      { [field]: at, id: { lt: id } } as Record<F, Date> & { id: { lt: string } },
    ],
  };
}
