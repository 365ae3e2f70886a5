import { ownerPool } from "@/lib/infra/database/pools";
import type { RouteEntry } from "@/lib/testing/route-table";
import { seededRandom } from "../random";
import { type Case, casesOf, type Hosts } from "./cases/cases-of";
import { type Page, undeclaredCases, visitsOf } from "./cases/visits";
import { pageName } from "./coverage";
import { changedTables, tenantDigest } from "./digest";
import { holdsCanary, judge } from "./judge";
import type { Answer, Send } from "./transport";
import { cookieFor, type Principal, type World } from "./world";

export type MatrixReport = {
  /** Different requests that were judged. */
  attempts: number;
  leaks: number;
  server_errors: number;
  /** Answered by a limit; counted apart, never as a pass. */
  limited: number;
  routes: number;
  pages: number;
  principals: number;
  slots: Record<string, number>;
  /** Tables of tenant B that changed: each is a leak. */
  changed: string[];
  tables_checked: number;
  /** How often the detector finds tenant B's canary in its own admin's answers; must be above 0. */
  control_leaks: number;
  findings: string[];
  distinct: Set<string>;
  /** Judged answers by route and by page. */
  covered: { routes: Map<string, number>; pages: Map<string, number> };
};

export type MatrixOptions = {
  world: World;
  routes: RouteEntry[];
  /** Visited on the hosts they belong to. */
  pages: Page[];
  send: Send;
  hosts: Hosts;
  seed: number;
  /** About how many attempts; every route and page keeps some for each principal. */
  target: number;
  /** Also route files that declare nothing: only over the wire. */
  undeclared?: boolean;
};

/** I-1 to I-3: every route × principal × way to name tenant B, with canaries and a write digest. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixReport> {
  const { world, routes, pages } = options;
  const report: MatrixReport = {
    ...{ attempts: 0, leaks: 0, server_errors: 0, limited: 0 },
    routes: routes.length,
    pages: pages.length,
    principals: world.principals.length,
    slots: {},
    changed: [],
    tables_checked: 0,
    control_leaks: 0,
    findings: [],
    distinct: new Set(),
    covered: { routes: new Map(), pages: new Map() },
  };
  const before = await tenantDigest(world.b);
  // One lane a principal: some calls end the other sessions of their own person.
  await Promise.all(
    chooseCases(options).map(async (lane) => {
      for (const next of lane) {
        for (const [index, test] of (await next()).entries()) {
          if (await tryCase(test, options, report)) continue;
          const again = (await next())[index];
          if (again) await tryCase(again, options, report, { isSecond: true });
        }
      }
    }),
  );
  const after = await tenantDigest(world.b);
  report.tables_checked = after.size;
  report.changed = changedTables(before, after);
  report.leaks += report.changed.length;
  // Only now: the insider's own requests are written to tenant B's ledger.
  report.control_leaks = await controlLeaks(options);
  report.findings.push(...report.changed.map((table) => `changed: ${table}`));
  return report;
}

type CaseSource = () => Promise<Case[]>;

function chooseCases({
  world,
  routes,
  hosts,
  pages,
  seed,
  target,
  undeclared,
}: MatrixOptions): CaseSource[][] {
  const lanes = world.principals.map((principal) =>
    routes.map((route) => casesOf(route, principal, world, hosts)),
  );
  const total = lanes.flat(2).length;
  // A tight target takes every route and page by a third of the principals, a page in one of its four ways.
  const every = target < 5_000 ? 3 : 1;
  const visitShare = target < 10_000 ? 0.2 : 0.5;
  const visits = (pages.length * world.principals.length * 4 * visitShare) / every;
  const share = Math.min(1, Math.max(0.01, (target - visits) / total));
  return world.principals.map((principal, index) => {
    const random = seededRandom(seed + index);
    const isDue = (number: number) => (number + index) % every === 0;
    const chosen = (lanes[index] ?? []).map((all, number) => {
      const kept = all.filter(() => random() < share);
      return isDue(number) ? atLeastOne(kept, all, random) : kept;
    });
    return [
      ...chosen.flat().map(
        (make): CaseSource =>
          async () => [await make()],
      ),
      ...pages
        .filter((_, number) => isDue(number))
        .map(
          (page): CaseSource =>
            async () => {
              const all = await visitsOf(page, principal, hosts);
              return atLeastOne(
                all.filter(() => random() < visitShare),
                all,
                random,
              );
            },
        ),
      ...(undeclared ? [() => undeclaredCases(principal, world, hosts)] : []),
    ];
  });
}

/** A sample that left a route out would prove nothing about it. */
function atLeastOne<T>(kept: T[], all: T[], random: () => number): T[] {
  if (kept.length > 0 || all.length === 0) return kept;
  const at = Math.floor(random() * all.length);
  return all.slice(at, at + 1);
}

/**
 * False where nothing was learned: only one of the two requests had a session, as when another lane ends those of the
 * same person. The case is then made anew, with a session of its own; what answers so again counts.
 */
async function tryCase(
  test: Case,
  options: MatrixOptions,
  report: MatrixReport,
  { isSecond = false } = {},
): Promise<boolean> {
  const { send, world } = options;
  await forgiveRates();
  const answer = await send(test.attempt);
  const twin: Answer | null = test.twin ? await send(test.twin) : null;
  if (!isSecond && twin && (answer.status === 401) !== (twin.status === 401)) return false;
  const verdict = judge(test, answer, twin, world);
  if (verdict === "limited") {
    report.limited += 1;
    return true;
  }
  note(test, options, report);
  if (verdict === "kept") return true;
  if (verdict === "leak") report.leaks += 1;
  else report.server_errors += 1;
  const { method, route, host } = test.attempt;
  report.findings.push(
    `${verdict}: ${test.principal.name} ${method} ${route} (${test.slot}, ${host}) -> ${answer.status}${twin ? ` against ${twin.status}` : ""}`,
  );
  return true;
}

function note(test: Case, { pages }: MatrixOptions, report: MatrixReport): void {
  report.distinct.add(JSON.stringify([test.slot, test.principal.name, test.attempt]));
  report.attempts = report.distinct.size;
  report.slots[test.slot] = (report.slots[test.slot] ?? 0) + 1;
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  const { method, route } = test.attempt;
  if (test.slot !== "page") count(report.covered.routes, `${method} ${route}`);
  else
    for (const page of pages.filter(({ path }) => path === route))
      count(report.covered.pages, pageName(page));
}

/** Rate limits would answer most of the matrix; they have proofs of their own. */
async function forgiveRates(): Promise<void> {
  await ownerPool().query("delete from platform.rate_limits");
}

/** The known-bad control: seen by B's own admin, the same detector must find the canary. */
async function controlLeaks({ world, routes, hosts, send }: MatrixOptions): Promise<number> {
  let found = 0;
  for (const route of routes.filter(({ method, path }) => method === "GET" && !path.includes("{"))) {
    if (holdsCanary((await send(await asInsider(route.path, world.insider, hosts))).body, world)) found += 1;
  }
  return found;
}

/** The request of tenant B's own admin. */
export async function asInsider(route: string, insider: Principal, hosts: Hosts) {
  const cookie = (await cookieFor(insider, hosts.b)) ?? "";
  return { method: "GET", route, params: {}, query: "", host: hosts.b, headers: { cookie }, body: undefined };
}
