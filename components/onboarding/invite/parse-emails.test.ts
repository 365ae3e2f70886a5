import { expect, test } from "vitest";
import { parseEmails } from "@/components/onboarding/invite/parse-emails";

test("reads lines, lists and pasted contacts, each address once", () => {
  const text = `anna@example.com
Bert Bos <Bert@Example.com>; "Cees, de" <cees@example.com>
dirk@example.com, ANNA@example.com  eva@example.com`;
  expect(parseEmails(text).valid).toEqual([
    "anna@example.com",
    "bert@example.com",
    "cees@example.com",
    "dirk@example.com",
    "eva@example.com",
  ]);
});

test("keeps what is no address, as it was written", () => {
  expect(parseEmails("anna@example\nnot an address\nx@y@z.com\n\n  ")).toEqual({
    valid: [],
    invalid: ["anna@example", "not an address", "x@y@z.com"],
  });
});

test("addresses apart by blanks only are all taken", () => {
  expect(parseEmails("a@example.com b@example.com")).toEqual({
    valid: ["a@example.com", "b@example.com"],
    invalid: [],
  });
});
