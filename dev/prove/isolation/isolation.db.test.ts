import { expect, test } from "vitest";
import { loadRoutes } from "@/lib/testing/load-routes";
import { routeTable } from "@/lib/testing/route-table";
import { proveCsrf } from "../access/csrf/prove-csrf";
import { emptyReport } from "../access/report";
import { chooseSeed, seededRandom } from "../random";
import { coverageGaps } from "./coverage";
import { runMatrix } from "./matrix";
import { inProcess } from "./transport";
import { hostsOf, makeWorld } from "./world";

test("nobody reaches another tenant through any route", { timeout: 240_000 }, async () => {
  const [world, { routes }, table] = await Promise.all([
    makeWorld(process.env.TEST_DATABASE_SUPER_URL ?? ""),
    loadRoutes(),
    routeTable(),
  ]);
  // The full set runs in prove:isolation; these seven differ most in what they may do.
  const sample = new Set([
    "anonymous",
    "stranger",
    "owner",
    "custom_role",
    "former_member",
    "key_full",
    "staff_in_owners_place",
  ]);
  world.principals = world.principals.filter(({ name }) => sample.has(name));
  const root = "atrium.localhost:3000";
  const hosts = hostsOf(world, root);
  const seed = chooseSeed();
  const report = await runMatrix({
    world,
    routes: table,
    pages: [],
    send: inProcess(routes),
    hosts,
    seed,
    target: 900,
  });
  console.log(JSON.stringify({ seed, ...report, covered: undefined, distinct: undefined }));
  const offenders = (await loadRoutes()).offenders;
  const whole = { routes: table, offenders, pages: [], tables: world.filled.gaps, principals: 16 };
  expect(coverageGaps(whole, report.covered)).toEqual([]);
  expect(report.findings).toEqual([]);
  expect(report.leaks).toBe(0);
  expect(report.server_errors).toBe(0);
  expect(report.control_leaks).toBeGreaterThan(0);
});

// Here because it walks the same routes, whose loading costs more than the test.
test("nothing that another site sends passes any route or changes anything", {
  timeout: 120_000,
}, async () => {
  const report = emptyReport();
  await proveCsrf({ quick: true, random: seededRandom(1) }, report);
  expect(report.findings).toEqual([]);
  expect(report.attempts).toBeGreaterThan(200);
  expect(Object.values(report.controls)).not.toContain(false);
});
