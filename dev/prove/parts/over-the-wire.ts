import { loadRoutes } from "@/lib/testing/load-routes";
import { routeTable } from "@/lib/testing/route-table";
import { proveCaches } from "../isolation/cache";
import { allPages } from "../isolation/cases/visits";
import { coverageGaps } from "../isolation/coverage";
import { type MatrixReport, runMatrix } from "../isolation/matrix";
import { hostsOf, type World } from "../isolation/world";
import { startBareWeb } from "./bare";
import { add, controlled, type Facts, tell } from "./facts";
import { isLeftOut, type Stage } from "./stage";
import { searchTraces } from "./traces";
import { startWeb, type Web } from "./web";

/** Attempts on a target in the main cell, and on one in the second cell. */
const FULL = { main: 11_500, far: 4_500 };
const QUICK = { main: 2_500, far: 1_500 };

/** I-1 to I-3 and I-9, over the wire. */
export async function proveMatrix(stage: Stage, facts: Facts): Promise<void> {
  const { world, quick, say } = stage;
  const web = await startWeb(stage);
  try {
    const { routes, pages } = await targetsOf(world);
    say(`matrix: ${routes.length} routes and ${pages.length} pages × ${world.principals.length} principals`);
    const near = await attack(stage, world, web, { target: (quick ? QUICK : FULL).main, undeclared: true });
    await takeTraces(world, web, facts);
    const distant = await attack(stage, stage.farWorld, web, { target: (quick ? QUICK : FULL).far });
    await takeTraces(stage.farWorld, web, facts);
    // Only now: here tenant B's own admin asks for what is B's.
    const hosts = hostsOf(world, `atrium.localhost:${stage.port}`);
    const caches = await proveCaches({ world, routes, pages, hosts, send: web.send });
    facts.cache_requests = caches.requests;
    add(facts, "leaks", caches.leaks);
    controlled(facts, "cache", caches.control_leaks);
    tell(facts, caches.findings);
    const { offenders } = await loadRoutes();
    const { principals } = world;
    const tables = [
      ...world.filled.gaps,
      ...stage.farWorld.filled.gaps.map((gap) => `in ${stage.far.name}: ${gap}`),
    ];
    const gaps = coverageGaps(
      { routes, pages, offenders, tables, principals: principals.length },
      near.covered,
    );
    facts.gaps = [...(facts.gaps ?? []), ...gaps];
    Object.assign(facts, {
      attempts: near.attempts + distant.attempts,
      far_attempts: distant.attempts,
      limited: near.limited + distant.limited,
      principals: near.principals,
      slots: near.slots,
      tables_checked: near.tables_checked,
      routes: routes.length,
      pages: pages.length,
      canary_columns: world.filled.canaryColumns,
    });
    count(facts, "matrix", [near, distant]);
    tell(
      facts,
      gaps.map((gap) => `not covered: ${gap}`),
    );
  } finally {
    await web.stop();
  }
}

/** I-4: the same again, against a build whose middleware only chooses by host. */
export async function proveWithoutMiddleware(stage: Stage, facts: Facts): Promise<void> {
  if (isLeftOut(stage)) return;
  const web = await startBareWeb(stage);
  try {
    const [near, distant] = [
      await attack(stage, stage.world, web, { target: FULL.main, seed: stage.seed + 1, undeclared: true }),
      await attack(stage, stage.farWorld, web, { target: FULL.far, seed: stage.seed + 1 }),
    ];
    facts.bare_attempts = near.attempts + distant.attempts;
    count(facts, "middleware", [near, distant], "without middleware: ");
  } finally {
    await web.stop();
  }
}

async function targetsOf(world: World) {
  return { routes: await routeTable(), pages: allPages(world.foreign.agent ?? "") };
}

async function attack(
  stage: Stage,
  world: World,
  web: Web,
  options: { target: number; seed?: number; undeclared?: boolean },
): Promise<MatrixReport> {
  const hosts = hostsOf(world, `atrium.localhost:${stage.port}`);
  return runMatrix({
    world,
    hosts,
    seed: stage.seed,
    send: web.send,
    ...(await targetsOf(world)),
    ...options,
  });
}

function count(facts: Facts, part: string, reports: readonly MatrixReport[], prefix = ""): void {
  for (const report of reports) {
    add(facts, "leaks", report.leaks);
    add(facts, "server_errors", report.server_errors);
    tell(
      facts,
      report.findings.map((finding) => prefix + finding),
    );
  }
  controlled(facts, part, Math.min(...reports.map(({ control_leaks }) => control_leaks)));
}

async function takeTraces(world: World, web: Web, facts: Facts): Promise<void> {
  const traces = await searchTraces(world, web.logFile);
  add(facts, "leaks", traces.findings.length);
  tell(facts, traces.findings);
}
