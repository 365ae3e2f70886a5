import { expect, test } from "vitest";
import { AGENT_CATALOGUE, type AgentTier, agentSpec } from "./catalogue";

test("has at least twelve agents with unique keys and names, in both languages", () => {
  expect(AGENT_CATALOGUE.length).toBeGreaterThanOrEqual(12);
  for (const field of ["key", "name"] as const) {
    expect(new Set(AGENT_CATALOGUE.map((entry) => entry[field])).size).toBe(AGENT_CATALOGUE.length);
  }
  for (const { description } of AGENT_CATALOGUE) expect(description.en).not.toBe(description.nl);
});

test("Free has exactly StrategiePartner and QualityGuardian; the other two named ones are core", () => {
  const names = (tier: AgentTier) => AGENT_CATALOGUE.filter((e) => e.tier === tier).map((e) => e.name);
  expect(names("core_free")).toEqual(["StrategiePartner", "QualityGuardian"]);
  expect(names("core")).toEqual(expect.arrayContaining(["IdeaIncubator", "WorkflowAutomator"]));
});

test("an unknown key names nothing", () => {
  expect(agentSpec("constructor")).toBeUndefined();
});
