import { describe, expect, test } from "vitest";
import { DomainError } from "@/lib/core/errors";
import { FEATURE_GROUPS, FEATURE_KEYS, grantsOf, PLAN_KEYS, PLANS, smallestPlanWith } from "./catalogue";
import { assertFeature, hasFeature, limitOf } from "./check-feature";

const entitlementsOf = (plan: keyof typeof PLANS) =>
  Object.fromEntries(
    grantsOf(PLANS[plan]).map(({ feature, ...grant }) => [feature, { ...grant, source: "plan" as const }]),
  );

describe("the catalogue", () => {
  test("holds the customer's table", () => {
    const rows = PLAN_KEYS.map((key) => {
      const { price, grants } = PLANS[key];
      return [price?.month ?? 0, grants.tenants, grants.agents, grants.api_calls, grants.support];
    });
    expect(rows).toEqual([
      [0, 1, 3, 100, "community"],
      [2_900, 3, 10, 1_000, "email"],
      [9_900, 10, null, 10_000, "priority"],
      [29_900, null, null, null, "dedicated"],
    ]);
  });

  test("sells a year for ten months", () => {
    for (const key of PLAN_KEYS) {
      const { price } = PLANS[key];
      if (price) expect(price.year).toBe(price.month * 10);
    }
  });

  test("never gives a larger plan less", () => {
    const weight = (value: number | null | string | boolean) => (value === null ? Infinity : Number(value));
    for (const feature of ["tenants", "seats", "agents", "api_calls", "api_rate"] as const) {
      const limits = PLAN_KEYS.map((key) => weight(PLANS[key].grants[feature]));
      expect(limits).toEqual([...limits].sort((a, b) => a - b));
    }
  });

  test("shows every feature in exactly one group", () => {
    expect(Object.values(FEATURE_GROUPS).flat().sort()).toEqual([...FEATURE_KEYS].sort());
  });

  test("knows the smallest plan with a feature or level", () => {
    expect(smallestPlanWith("integrations")).toBe("starter");
    expect(smallestPlanWith("integrations", "full")).toBe("professional");
    expect(smallestPlanWith("custom_agents")).toBe("enterprise");
    expect(smallestPlanWith("agents")).toBe("free");
  });
});

describe("checks", () => {
  test("compare levels by rank", () => {
    expect(hasFeature(entitlementsOf("starter"), "workflows", "standard")).toBe(true);
    expect(hasFeature(entitlementsOf("starter"), "workflows", "advanced")).toBe(false);
    expect(hasFeature(entitlementsOf("free"), "integrations")).toBe(false);
  });

  test("tell unlimited from none", () => {
    expect(limitOf(entitlementsOf("enterprise"), "api_calls")).toBeNull();
    expect(limitOf({}, "api_calls")).toBe(0);
  });

  test("name the plan to upgrade to", () => {
    expect(() => assertFeature(entitlementsOf("free"), "custom_agents")).toThrow(DomainError);
    expect(() => assertFeature(entitlementsOf("free"), "custom_agents")).toThrow(/Enterprise plan/);
    expect(() => assertFeature(entitlementsOf("enterprise"), "custom_agents")).not.toThrow();
  });
});
