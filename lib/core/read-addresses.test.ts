import { expect, test } from "vitest";
import { readAddresses } from "./read-addresses";

test.each([
  [
    "a@x.test, b@x.test;c@x.test\nd@x.test e@x.test",
    ["a@x.test", "b@x.test", "c@x.test", "d@x.test", "e@x.test"],
  ],
  ["Anna de Vries <Anna@x.test>, b@x.test", ["anna@x.test", "b@x.test"]],
  ["A@x.test a@x.test", ["a@x.test"]],
  ["  \n, ;", []],
  ["not an address", ["not", "an", "address"]],
])("reads %j", (text, addresses) => {
  expect(readAddresses(text)).toEqual(addresses);
});
