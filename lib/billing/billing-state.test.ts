import { describe, expect, test } from "vitest";
import { deriveBillingState, nextStep } from "./billing-state";

const NOW = new Date("2026-11-23T12:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const one = (status: string, pastDueSince: Date | null = null) =>
  deriveBillingState([{ status, pastDueSince }], NOW);

describe("the billing state of one subscription", () => {
  test.each([
    ["active", "active"],
    ["trialing", "trialing"],
    ["paused", "restricted"],
    ["canceled", "ended"],
    ["incomplete", "none"],
    ["incomplete_expired", "none"],
    ["a status from the future", "none"],
  ])("%s is %s", (status, state) => expect(one(status)).toBe(state));

  test.each([
    [0, "grace"],
    [6.99, "grace"],
    [7, "restricted"],
    [13.99, "restricted"],
    [14, "suspended"],
    [90, "suspended"],
  ])("%s days past due is %s, also when Stripe has given up", (days, state) => {
    expect(one("past_due", daysAgo(days))).toBe(state);
    expect(one("unpaid", daysAgo(days))).toBe(state);
  });

  test("past due with an unknown start begins at the first step", () =>
    expect(one("past_due")).toBe("grace"));
});

describe("the billing state of an account", () => {
  test("without a subscription is none", () => expect(deriveBillingState([], NOW)).toBe("none"));

  test("follows the live subscription, in whatever order they are listed", () => {
    const list = [
      { status: "canceled", pastDueSince: null },
      { status: "active", pastDueSince: null },
    ];
    expect(deriveBillingState(list, NOW)).toBe("active");
    expect(deriveBillingState([...list].reverse(), NOW)).toBe("active");
  });
});

test("the next step is told in advance", () => {
  const since = daysAgo(3);
  expect(nextStep("grace", since)).toEqual({
    state: "restricted",
    at: new Date(since.getTime() + 7 * 86_400_000),
  });
  expect(nextStep("restricted", since)?.state).toBe("suspended");
  expect(nextStep("suspended", since)).toBeNull();
  expect(nextStep("active", null)).toBeNull();
});
