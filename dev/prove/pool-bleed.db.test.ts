import { expect, test } from "vitest";
import { provePoolBleed } from "./pool-bleed";
import { chooseSeed } from "./random";

test("no pooled connection carries one tenant into another's request", { timeout: 120_000 }, async () => {
  const seed = chooseSeed();
  const superUrl = process.env.TEST_DATABASE_SUPER_URL ?? "";
  const report = await provePoolBleed({ requests: 2_000, seed, superUrl });
  console.log(JSON.stringify({ seed, ...report }));
  expect(report.leaks).toBe(0);
  expect(report.requests).toBeGreaterThanOrEqual(2_000);
  expect(report.disturbed).toBeGreaterThan(0);
  expect(report.controlLeaks).toBeGreaterThan(0);
});
