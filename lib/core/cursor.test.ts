import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeCursor, encodeCursor, toPage } from "./cursor";
import { DomainError } from "./errors";

const position = fc.record({
  at: fc.date({ min: new Date(0), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true }),
  id: fc.uuid({ version: 7 }),
});

describe("cursors", () => {
  test("come back as they were made", () => {
    fc.assert(
      fc.property(position, (made) => {
        expect(decodeCursor(encodeCursor(made))).toEqual(made);
      }),
    );
  });

  test("whatever else is sent is refused as an invalid request, and nothing worse", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        try {
          decodeCursor(text);
        } catch (error) {
          return error instanceof DomainError && error.code === "invalid_request";
        }
        return true;
      }),
    );
  });

  test("a page tells whether there is more and where it begins", () => {
    const rows = [1, 2, 3].map((n) => ({ at: new Date(n), id: `0190a000-0000-7000-8000-00000000000${n}` }));
    const page = toPage(
      rows,
      2,
      (row) => row,
      (row) => row.at.getTime(),
    );
    expect(page.data).toEqual([1, 2]);
    expect(page.page.has_more).toBe(true);
    expect(decodeCursor(page.page.next_cursor ?? "")).toEqual(rows[1]);
    expect(
      toPage(
        rows,
        3,
        (row) => row,
        (row) => row,
      ).page,
    ).toEqual({ has_more: false, next_cursor: null });
  });
});
