import { expect, test } from "vitest";
import { seededRandom } from "../../random";
import { emptyReport } from "../report";
import { proveKeys } from "./prove-keys";

test("no key with a flaw opens a route, whichever kind it is", async () => {
  const report = emptyReport();
  const nothing = { say: () => undefined, superUrl: "", remove: async () => undefined };
  await proveKeys({ ...nothing, seed: 1, random: seededRandom(1), quick: true }, report);
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBeGreaterThan(150);
  expect(Object.values(report.controls)).not.toContain(false);
});
