import fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv";

const cells = (text: string) => parseCsv(text).rows.map((row) => row.cells);

test("reads what spreadsheets write", () => {
  expect(cells('\uFEFFemail,name\r\na@b.test,"Jansen, Bram"\r\n')).toEqual([
    ["email", "name"],
    ["a@b.test", "Jansen, Bram"],
  ]);
  expect(cells('email;name\na@b.test;"zegt ""hoi"""\n\n ; \n')).toEqual([
    ["email", "name"],
    ["a@b.test", 'zegt "hoi"'],
  ]);
  expect(cells("a\tb\rc\td")).toEqual([
    ["a", "b"],
    ["c", "d"],
  ]);
  expect(parseCsv('a\n\n"two\nlines",x\ny').rows.map(({ line }) => line)).toEqual([1, 3, 5]);
});

test("says when a quote is not closed, and never hangs or throws", () => {
  expect(parseCsv('a,"b\nc').fault).toBe("unclosed_quote");
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'",;\t\r\n a\uFEFF'), maxLength: 60 }), (text) => {
      const { rows } = parseCsv(text);
      expect(rows.length).toBeLessThanOrEqual(text.length + 1);
    }),
  );
});

test("any table survives being written with quotes and read again", () => {
  const cell = fc.string({ maxLength: 12 });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (table) => {
      const full = table.map((row) => ["x", ...row]);
      const text = full
        .map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
        .join("\r\n");
      expect(cells(text)).toEqual(full);
    }),
  );
});
