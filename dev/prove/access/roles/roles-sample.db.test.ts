import { expect, test } from "vitest";
import { seededRandom } from "../../random";
import { emptyReport } from "../report";
import { compareRandomWorld } from "../simulator/prove-simulator";
import { runModel } from "./model";
import { perform, type Step, VERBS } from "./verbs";
import { makeWorld, resetWorld } from "./world";

test("a sample of the role model: nobody gains what the giver lacks, one admin stays, no role in use vanishes", async () => {
  const counts = { commands: 0, changed: 0 };
  const found = await runModel({ runs: 4, seed: 11, verbs: VERBS, counts, shrink: false });
  expect(found).toBeNull();
  expect(counts.changed).toBeGreaterThan(0);
});

test("one leaves while the workspace is handed to them: neither waits for the other for ever", async () => {
  const world = await makeWorld();
  const rest = { role: 0, other: 0, allow: [], deny: [], rank: 0, ends: false, scopes: null };
  const leaves: Step = { ...rest, kind: "depart", actor: 2, target: 0 };
  const hands: Step = { ...rest, kind: "hand over", actor: 0, target: 2 };
  for (let round = 0; round < 8; round += 1) {
    await resetWorld(world);
    await Promise.all([perform(world, leaves, VERBS), perform(world, hands, VERBS)]);
  }
});

test("the access page answers as the real request, for everybody and every key of a random workspace", async () => {
  const report = emptyReport();
  const { asked } = await compareRandomWorld(seededRandom(7), report);
  expect(report.findings).toEqual([]);
  expect(asked).toBeGreaterThan(100);
});
