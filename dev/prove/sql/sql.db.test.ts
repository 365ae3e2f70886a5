import { beforeAll, expect, test } from "vitest";
import { roleUrl } from "@/lib/infra/database/role-url";
import { makeWorld, type World } from "../isolation/world";
import { provePlants } from "../mutations/planted-offenders";
import { proveDatabase } from "../mutations/prove-database";
import { chooseSeed } from "../random";
import { fuzzSql } from "./fuzz";

const superUrl = process.env.TEST_DATABASE_SUPER_URL ?? "";
let world: World;
let foreign: string[];

beforeAll(async () => {
  world = await makeWorld(superUrl);
  foreign = [...new Set(Object.values(world.foreign))];
}, 60_000);

test("every catalogue check finds its planted offender and nothing else", async () => {
  expect(await provePlants(superUrl, world.a, world.b)).toMatchObject({ missed: [] });
});

test("taking a guard away from the database is noticed", { timeout: 120_000 }, async () => {
  const { a, b, canary } = world;
  const report = await proveDatabase({ superUrl, a, b, canary, foreign, sample: 0.05 });
  expect(report.survivors).toEqual([]);
  expect(report.caught).toBeGreaterThan(10);
});

test("no SQL of one tenant reads, changes or tells of another's rows", { timeout: 120_000 }, async () => {
  const seed = chooseSeed();
  const { a, b, canary } = world;
  const report = await fuzzSql({
    superUrl,
    appUrl: roleUrl("atrium_app"),
    a,
    b,
    canary,
    foreign,
    count: 500,
    seed,
  });
  expect({ seed, findings: report.findings }).toEqual({ seed, findings: [] });
  expect(report.control_leaks).toBeGreaterThan(0);
  // An injected statement could name another tenant to its own connection: docs/security.md says what stops it.
  expect(report.context_switches).toBeGreaterThan(0);
});
