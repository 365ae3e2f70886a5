import { CATALOGUE_CHECKS } from "@/lib/tenancy/catalogue-checks";
import { findOffenders } from "@/lib/tenancy/find-offenders";
import { loadRoutes } from "@/lib/testing/load-routes";
import { routeTable } from "@/lib/testing/route-table";
import { proveErasure } from "../erasure";
import { proveCaches } from "../isolation/cache";
import { allPages } from "../isolation/cases/visits";
import { coverageGaps } from "../isolation/coverage";
import { runMatrix } from "../isolation/matrix";
import { hostsOf } from "../isolation/world";
import { proveJobs } from "../jobs";
import { proveCode } from "../mutations/code/prove-code";
import { provePlants } from "../mutations/planted-offenders";
import { proveDatabase } from "../mutations/prove-database";
import { provePoolBleed } from "../pool-bleed";
import { fuzzSql } from "../sql/fuzz";
import { startBareWeb } from "./bare";
import { add, controlled, type Facts, tell } from "./facts";
import { cloneDatabase, type Stage } from "./stage";
import { searchTraces } from "./traces";
import { startWeb } from "./web";

export type PartName = keyof typeof PARTS;
type Part = (stage: Stage, facts: Facts) => Promise<void>;

/** security.md §2.1 by name; `--only` picks some. */
export const PARTS = {
  catalogue: proveCatalogue,
  sql: proveSql,
  mutations: proveMutations,
  code: proveCodeGuards,
  pool: provePool,
  jobs: proveAllJobs,
  matrix: proveMatrix,
  middleware: proveWithoutMiddleware,
  erasure: proveAllErasure,
} satisfies Record<string, Part>;

/** I-6: nothing offends, and each check finds what is planted for it. */
async function proveCatalogue(stage: Stage, facts: Facts): Promise<void> {
  const offenders = await findOffenders();
  const clone = await cloneDatabase(stage, "atrium_proof_catalogue");
  const { planted, missed } = await provePlants(clone.superUrl, stage.world.a, stage.world.b);
  facts.checks = CATALOGUE_CHECKS.length;
  facts.offenders = offenders.length;
  facts.plants = planted;
  facts.gaps = [...(facts.gaps ?? []), ...missed];
  controlled(facts, "catalogue", planted - missed.length);
  tell(facts, [...offenders.map(({ check, title, object }) => `${check} ${title}: ${object}`), ...missed]);
}

/** I-7. */
async function proveSql(stage: Stage, facts: Facts): Promise<void> {
  const clone = await cloneDatabase(stage, "atrium_proof_sql");
  const { a, b, canary, foreign } = stage.world;
  const report = await fuzzSql({
    ...{ a, b, canary, superUrl: clone.superUrl, appUrl: clone.appUrl, seed: stage.seed },
    foreign: [...new Set(Object.values(foreign))],
    count: stage.quick ? 3_000 : 20_000,
  });
  facts.sql_statements = report.statements;
  facts.sql_functions = report.functions;
  facts.context_switches = report.context_switches;
  add(facts, "leaks", report.leaks);
  controlled(facts, "sql", report.control_leaks);
  tell(facts, report.findings);
}

/** I-5, the database's half. */
async function proveMutations(stage: Stage, facts: Facts): Promise<void> {
  const clone = await cloneDatabase(stage, "atrium_proof_mutations");
  const { a, b, canary, foreign } = stage.world;
  const sample = stage.quick ? 0.25 : 1;
  const report = await proveDatabase({
    ...{ a, b, canary, superUrl: clone.superUrl, sample },
    foreign: [...new Set(Object.values(foreign))],
  });
  add(facts, "mutations", report.total);
  add(facts, "mutations_caught", report.caught);
  facts.survivors = [...(facts.survivors ?? []), ...report.survivors];
}

/** I-5, the code's half. */
async function proveCodeGuards(stage: Stage, facts: Facts): Promise<void> {
  if (isLeftOut(stage)) return;
  const clone = await cloneDatabase(stage, "atrium_proof_code");
  const report = await proveCode(clone.ownerUrl, clone.superUrl);
  add(facts, "mutations", report.total);
  add(facts, "mutations_caught", report.caught);
  facts.survivors = [...(facts.survivors ?? []), ...report.survivors];
}

/** Minutes long: a quick run has them only when asked for by name. */
function isLeftOut({ quick, only }: Stage): boolean {
  return quick && !only;
}

/** I-10. */
async function proveAllJobs({ world }: Stage, facts: Facts): Promise<void> {
  const report = await proveJobs(world.a, world.b);
  facts.job_types = report.kinds;
  facts.job_swaps = report.swaps;
  add(facts, "leaks", report.leaks);
  controlled(facts, "jobs", report.control_leaks);
  tell(facts, report.findings);
}

/** I-11. */
async function proveAllErasure({ superUrl, quick }: Stage, facts: Facts): Promise<void> {
  const report = await proveErasure(superUrl, quick ? 2 : 20);
  facts.erased_tenants = report.tenants;
  add(facts, "leaks", report.leaks);
  controlled(facts, "erasure", report.control_leaks);
  tell(facts, report.findings);
}

/** I-4: the small matrix again, against a build whose middleware only chooses by host. */
async function proveWithoutMiddleware(stage: Stage, facts: Facts): Promise<void> {
  if (isLeftOut(stage)) return;
  const { world, seed, port } = stage;
  const web = await startBareWeb(stage);
  try {
    const [routes, pages] = [await routeTable(), allPages(world.foreign.agent ?? "")];
    const hosts = hostsOf(world, `atrium.localhost:${port}`);
    const matrix = await runMatrix({
      world,
      routes,
      pages,
      hosts,
      seed: seed + 1,
      target: 4_000,
      send: web.send,
    });
    facts.bare_attempts = matrix.attempts;
    add(facts, "leaks", matrix.leaks);
    add(facts, "server_errors", matrix.server_errors);
    controlled(facts, "middleware", matrix.control_leaks);
    tell(
      facts,
      matrix.findings.map((finding) => `without middleware: ${finding}`),
    );
  } finally {
    await web.stop();
  }
}

/** I-8. */
async function provePool(stage: Stage, facts: Facts): Promise<void> {
  const { superUrl, seed, quick } = stage;
  const report = await provePoolBleed({ requests: quick ? 3_000 : 50_000, seed, superUrl });
  facts.pool_requests = report.requests;
  facts.pool_pooled = report.pooled;
  facts.pool_leaks = report.leaks;
  controlled(facts, "pool", report.controlLeaks);
}

/** I-1 to I-3 and I-9, over the wire. */
async function proveMatrix(stage: Stage, facts: Facts): Promise<void> {
  const { world, seed, quick, say } = stage;
  const web = await startWeb(stage);
  try {
    const [routes, pages] = [await routeTable(), allPages(world.foreign.agent ?? "")];
    say(`matrix: ${routes.length} routes and ${pages.length} pages × ${world.principals.length} principals`);
    const hosts = hostsOf(world, `atrium.localhost:${stage.port}`);
    const target = quick ? 2_500 : 11_000;
    const matrix = await runMatrix({
      world,
      routes,
      pages,
      hosts,
      seed,
      target,
      send: web.send,
      undeclared: true,
    });
    const traces = await searchTraces(world, web.logFile);
    // Only now: here tenant B's own admin asks for what is B's.
    const caches = await proveCaches({ world, routes, pages, hosts, send: web.send });
    facts.cache_requests = caches.requests;
    add(facts, "leaks", caches.leaks);
    controlled(facts, "cache", caches.control_leaks);
    tell(facts, caches.findings);
    const { offenders } = await loadRoutes();
    const whole = {
      routes,
      pages,
      offenders,
      tables: world.filled.gaps,
      principals: world.principals.length,
    };
    const gaps = coverageGaps(whole, matrix.covered);
    const { attempts, limited, principals, slots, tables_checked } = matrix;
    Object.assign(facts, {
      attempts,
      limited,
      principals,
      slots,
      tables_checked,
      routes: routes.length,
      pages: pages.length,
    });
    facts.canary_columns = world.filled.canaryColumns;
    facts.gaps = [...(facts.gaps ?? []), ...gaps];
    add(facts, "leaks", matrix.leaks + traces.findings.length);
    add(facts, "server_errors", matrix.server_errors);
    controlled(facts, "matrix", matrix.control_leaks);
    tell(facts, [...matrix.findings, ...traces.findings, ...gaps.map((gap) => `not covered: ${gap}`)]);
  } finally {
    await web.stop();
  }
}
