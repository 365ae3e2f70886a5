import { MAIN_CELL } from "@/lib/infra/database/cells";
import { CATALOGUE_CHECKS } from "@/lib/tenancy/catalogue/catalogue-checks";
import { findOffenders } from "@/lib/tenancy/catalogue/find-offenders";
import { proveErasure } from "../erasure";
import type { FarCell, World } from "../isolation/world";
import { proveJobs } from "../jobs";
import { proveCode } from "../mutations/code/prove-code";
import { provePlants } from "../mutations/planted-offenders";
import { proveDatabase } from "../mutations/prove-database";
import { provePoolBleed } from "../pool-bleed";
import { fuzzSql } from "../sql/fuzz";
import { hasSqlsmith, runSqlsmith } from "../sql/sqlsmith";
import { add, controlled, type Facts, tell } from "./facts";
import { proveMatrix, proveWithoutMiddleware } from "./over-the-wire";
import { cloneDatabase, isLeftOut, type Stage } from "./stage";

export type PartName = keyof typeof PARTS;
type Part = (stage: Stage, facts: Facts) => Promise<void>;

/** I-1 to I-11 of docs/security.md by name; `--only` picks some. */
export const PARTS = {
  catalogue: proveCatalogue,
  sql: proveSql,
  sqlsmith: proveSqlsmith,
  mutations: proveMutations,
  code: proveCodeGuards,
  pool: provePool,
  jobs: proveAllJobs,
  matrix: proveMatrix,
  middleware: proveWithoutMiddleware,
  erasure: proveAllErasure,
} satisfies Record<string, Part>;

/** I-6, in every cell: nothing offends, and each check finds what is planted for it. */
async function proveCatalogue(stage: Stage, facts: Facts): Promise<void> {
  facts.checks = CATALOGUE_CHECKS.length;
  let controls = 0;
  for (const [cell, world] of cellsOf(stage)) {
    const where = cell?.name ?? MAIN_CELL;
    const offenders = await findOffenders(where);
    const clone = await cloneDatabase(stage, `atrium_proof_catalogue_${where}`, cell);
    const { planted, missed } = await provePlants(clone.superUrl, world.a, world.b);
    facts.offenders = (facts.offenders ?? 0) + offenders.length;
    facts.plants = (facts.plants ?? 0) + planted;
    facts.gaps = [...(facts.gaps ?? []), ...missed.map((name) => `${where}: ${name}`)];
    controls += planted - missed.length;
    tell(facts, [
      ...offenders.map(({ check, title, object }) => `${where}: ${check} ${title}: ${object}`),
      ...missed,
    ]);
  }
  controlled(facts, "catalogue", controls);
}

/** The main cell and the second one, each with its tenants. */
function cellsOf({ far, world, farWorld }: Stage): [FarCell | undefined, World][] {
  return [
    [undefined, world],
    [far, farWorld],
  ];
}

/** I-7, a fifth of it in the second cell. */
async function proveSql(stage: Stage, facts: Facts): Promise<void> {
  const controls: number[] = [];
  for (const [cell, { a, b, canary, foreign }] of cellsOf(stage)) {
    const clone = await cloneDatabase(stage, `atrium_proof_sql_${cell?.name ?? MAIN_CELL}`, cell);
    const report = await fuzzSql({
      ...{ a, b, canary, superUrl: clone.superUrl, appUrl: clone.appUrl, seed: stage.seed },
      foreign: [...new Set(Object.values(foreign))],
      count: (stage.quick ? 3_000 : 20_000) / (cell ? 4 : 1),
    });
    facts.sql_statements = (facts.sql_statements ?? 0) + report.statements;
    facts.sql_far = cell ? report.statements : 0;
    facts.sql_functions = (facts.sql_functions ?? 0) + report.functions;
    facts.context_switches = (facts.context_switches ?? 0) + report.context_switches;
    add(facts, "leaks", report.leaks);
    controls.push(report.control_leaks);
    tell(facts, report.findings);
  }
  controlled(facts, "sql", Math.min(...controls));
}

/** I-7, extended; left out where the program is not installed. */
async function proveSqlsmith(stage: Stage, facts: Facts): Promise<void> {
  if (isLeftOut(stage) || !hasSqlsmith()) {
    if (stage.only) throw new Error("sqlsmith is not on the PATH (a package of Debian)");
    return;
  }
  const clone = await cloneDatabase(stage, "atrium_proof_sqlsmith");
  const { a, b, canary } = stage.world;
  const seconds = stage.quick ? 30 : 600;
  const report = await runSqlsmith({
    ...{ a, b, canary, superUrl: clone.superUrl, appUrl: clone.appUrl, seed: stage.seed },
    ...{ seconds, controlSeconds: 30 },
  });
  facts.smith_statements = report.statements;
  facts.smith_refused = report.refused;
  facts.smith_minutes = seconds / 60;
  add(facts, "leaks", report.leaks);
  controlled(facts, "sqlsmith", report.control_leaks);
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
  add(facts, "leaks", report.leaks.length);
  tell(facts, [...report.leaks, ...report.unstable]);
  facts.gaps = [...(facts.gaps ?? []), ...report.unstable];
  add(facts, "mutations", report.total);
  add(facts, "mutations_caught", report.caught);
  facts.survivors = [...(facts.survivors ?? []), ...report.survivors];
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
async function proveAllErasure({ superUrl, far, quick }: Stage, facts: Facts): Promise<void> {
  const report = await proveErasure({ superUrl, far, count: quick ? 4 : 20 });
  facts.erased_tenants = report.tenants;
  facts.erased_far = report.far;
  add(facts, "leaks", report.leaks);
  controlled(facts, "erasure", report.control_leaks);
  tell(facts, report.findings);
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
