import { describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { isRolledOutTo } from "@/lib/core/rollout";
import { hasFeature } from "./check-feature";
import { applySwitches, resolveFeature } from "./resolve-feature";

const tenantId = "01920000-0000-7000-8000-000000000001";
const facts = { tenantId, inPlan: true };

describe("one feature", () => {
  test("is on when nobody says otherwise", () => {
    expect(resolveFeature("usage_export", facts)).toMatchObject({ enabled: true, source: "on" });
  });

  test.each([
    ["platform", { flag: { enabled: false, rollout: 100 } }],
    ["plan", { inPlan: false }],
    ["rollout", { flag: { enabled: true, rollout: 0 } }],
    ["workspace", { wanted: false }],
  ] as const)("is off by %s alone", (source, change) => {
    expect(resolveFeature("usage_export", { ...facts, ...change })).toMatchObject({ enabled: false, source });
  });

  test("names the kill switch before everything else", () => {
    const all = { tenantId, inPlan: false, wanted: false, flag: { enabled: false, rollout: 0 } };
    expect(resolveFeature("usage_export", all).source).toBe("platform");
    expect(resolveFeature("usage_export", { ...all, flag: undefined }).source).toBe("plan");
  });
});

describe("a roll-out", () => {
  const tenants = Array.from({ length: 4_000 }, () => newId());

  test("reaches its share, give or take two percent", () => {
    for (const percent of [1, 20, 50, 90]) {
      const share = tenants.filter((id) => isRolledOutTo("branding", id, percent)).length / tenants.length;
      expect(Math.abs(share * 100 - percent)).toBeLessThan(2.5);
    }
  });

  test("only adds tenants when it grows, and never changes its mind", () => {
    for (const id of tenants.slice(0, 300)) {
      const states = Array.from({ length: 101 }, (_, percent) => isRolledOutTo("branding", id, percent));
      expect(states).toEqual([...states].sort((a, b) => Number(a) - Number(b)));
      expect(states[0]).toBe(false);
      expect(states[100]).toBe(true);
    }
  });

  test("has another order for each feature", () => {
    const firsts = (feature: string) => tenants.filter((id) => isRolledOutTo(feature, id, 20));
    const [branded, exported] = [firsts("branding"), new Set(firsts("usage_export"))];
    const both = branded.filter((id) => exported.has(id)).length;
    expect(both / branded.length).toBeLessThan(0.3);
  });

  test("control: counting on the id's last digits would put the same tenants first everywhere", () => {
    const careless = (_feature: string, id: string) => Number.parseInt(id.slice(-4), 16) % 100 < 20;
    expect(tenants.filter((id) => careless("a", id))).toEqual(tenants.filter((id) => careless("b", id)));
  });
});

describe("the entitlements that checks read", () => {
  const planned = { white_label: { enabled: true, limit: null, level: null, source: "plan" as const } };

  test("carry the switch that turned a feature off", () => {
    const applied = applySwitches(planned, tenantId, { switches: { white_label: false }, flags: {} });
    expect(applied.white_label).toMatchObject({ enabled: false, off: "workspace" });
    expect(hasFeature(applied, "white_label")).toBe(false);
    expect(hasFeature(applied, "usage_export")).toBe(true);
  });

  test("leave the plan's own no as it is", () => {
    const none = { white_label: { ...planned.white_label, enabled: false } };
    expect(applySwitches(none, tenantId, { switches: {}, flags: {} }).white_label?.off).toBeUndefined();
  });

  test("ignore switches of features that have none", () => {
    const applied = applySwitches({}, tenantId, {
      switches: { constructor: false, tenants: false },
      flags: {},
    });
    expect(applied.tenants).toBeUndefined();
  });
});
