import { expect, test } from "vitest";
import { toCsv } from "./csv";

test("quotes what needs it and ends each line as RFC 4180 says", () => {
  expect(toCsv([["a", 'say "x", y', "two\nlines", null, -3]])).toBe('a,"say ""x"", y","two\nlines",,-3\r\n');
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])("makes %j text for a spreadsheet", (text) => {
  expect(toCsv([[text]])).toMatch(/^"?'/);
});
