import { ownerPool } from "@/lib/infra/database/pools";
import type { RouteEntry } from "@/lib/testing/route-table";
import { seededRandom } from "../random";
import { type Case, casesOf, type Hosts } from "./attempts";
import { changedTables, tenantDigest } from "./digest";
import { holdsCanary, judge } from "./judge";
import type { Answer, Send } from "./transport";
import { cookieFor, type Principal, type World } from "./world";

export type MatrixReport = {
  attempts: number;
  leaks: number;
  server_errors: number;
  /** Answered by a limit; counted apart, never as a pass. */
  limited: number;
  routes: number;
  principals: number;
  /** Tables of tenant B that changed: each is a leak. */
  changed: string[];
  tables_checked: number;
  /** How often the detector finds tenant B's canary in its own admin's answers; must be above 0. */
  control_leaks: number;
  findings: string[];
};

export type MatrixOptions = {
  world: World;
  routes: RouteEntry[];
  /** Portal addresses that are visited on tenant B's host. */
  pages: string[];
  send: Send;
  hosts: Hosts;
  seed: number;
  /** Share of the cases that run; every route keeps at least one per principal. */
  sample: number;
};

/** security.md I-1 to I-3: every route × principal × way to name tenant B, with canaries and a write digest. */
export async function runMatrix(options: MatrixOptions): Promise<MatrixReport> {
  const { world, routes } = options;
  const report: MatrixReport = {
    attempts: 0,
    leaks: 0,
    server_errors: 0,
    limited: 0,
    routes: routes.length,
    principals: world.principals.length,
    changed: [],
    tables_checked: 0,
    control_leaks: 0,
    findings: [],
  };
  const before = await tenantDigest(world.b.id);
  // One lane a principal: some calls end the other sessions of their own person.
  await Promise.all(
    chooseCases(options).map(async (lane) => {
      for (const next of lane) {
        for (const test of await next()) await tryCase(test, options, report);
      }
    }),
  );
  const after = await tenantDigest(world.b.id);
  report.tables_checked = after.size;
  report.changed = changedTables(before, after);
  report.leaks += report.changed.length;
  // Only now: the insider's own requests are written to tenant B's ledger.
  report.control_leaks = await controlLeaks(options);
  report.findings.push(...report.changed.map((table) => `changed: ${table}`));
  return report;
}

type CaseSource = () => Promise<Case[]>;

function chooseCases({ world, routes, hosts, pages, seed, sample }: MatrixOptions): CaseSource[][] {
  return world.principals.map((principal, index) => {
    const random = seededRandom(seed + index);
    const calls: CaseSource[] = routes.map((route) => async () => {
      const all = await casesOf(route, principal, world, hosts);
      const kept = all.filter(() => random() < sample);
      return kept.length > 0 ? kept : all.slice(0, 1);
    });
    return [
      ...calls,
      ...pages.map(
        (page): CaseSource =>
          () =>
            visitsOf(page, principal, hosts),
      ),
    ];
  });
}

/** A page of tenant B, with a cookie made for its host and with one made for another. */
async function visitsOf(page: string, principal: Principal, hosts: Hosts): Promise<Case[]> {
  const cookies = await Promise.all([hosts.b, hosts.a].map((host) => cookieFor(principal, host)));
  return cookies.map((cookie) => {
    const headers: Record<string, string> = cookie ? { cookie } : {};
    const attempt = {
      method: "GET",
      route: page,
      params: {},
      query: "",
      host: hosts.b,
      headers,
      body: undefined,
    };
    return { slot: "host", principal, attempt };
  });
}

async function tryCase(test: Case, options: MatrixOptions, report: MatrixReport): Promise<void> {
  const { send, world } = options;
  await forgiveRates();
  const answer = await send(test.attempt);
  const twin: Answer | null = test.twin ? await send(test.twin) : null;
  const verdict = judge(test, answer, twin, world);
  if (verdict === "limited") {
    report.limited += 1;
    return;
  }
  report.attempts += 1;
  if (verdict === "kept") return;
  if (verdict === "leak") report.leaks += 1;
  else report.server_errors += 1;
  const { method, route, host } = test.attempt;
  report.findings.push(
    `${verdict}: ${test.principal.name} ${method} ${route} (${test.slot}, ${host}) -> ${answer.status}`,
  );
}

/** Rate limits would answer most of the matrix; they have proofs of their own. */
async function forgiveRates(): Promise<void> {
  await ownerPool().query("delete from platform.rate_limits");
}

/** The known-bad control: seen by B's own admin, the same detector must find the canary. */
async function controlLeaks({ world, routes, hosts, send }: MatrixOptions): Promise<number> {
  let found = 0;
  for (const route of routes.filter(({ method, path }) => method === "GET" && !path.includes("{"))) {
    const cookie = (await cookieFor(world.insider, hosts.b)) ?? "";
    const answer = await send({
      method: "GET",
      route: route.path,
      params: {},
      query: "",
      host: hosts.b,
      headers: { cookie },
      body: undefined,
    });
    if (holdsCanary(answer.body, world)) found += 1;
  }
  return found;
}
