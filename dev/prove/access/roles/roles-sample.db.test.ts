import { expect, test } from "vitest";
import { seededRandom } from "../../random";
import { emptyReport } from "../report";
import { compareRandomWorld } from "../simulator/prove-simulator";
import { runModel } from "./model";
import { VERBS } from "./verbs";

test("a sample of the role model: nobody gains what the giver lacks, one admin stays, no role in use vanishes", async () => {
  const counts = { commands: 0, changed: 0 };
  const found = await runModel({ runs: 4, seed: 11, verbs: VERBS, counts, shrink: false });
  expect(found).toBeNull();
  expect(counts.changed).toBeGreaterThan(0);
});

test("the access page answers as the real request, for everybody and every key of a random workspace", async () => {
  const report = emptyReport();
  const { asked } = await compareRandomWorld(seededRandom(7), report);
  expect(report.findings).toEqual([]);
  expect(asked).toBeGreaterThan(100);
});
