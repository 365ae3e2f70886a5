import type { RouteEntry } from "@/lib/testing/route-table";
import type { Hosts } from "./cases/cases-of";
import type { Page } from "./cases/visits";
import { holdsCanary, holdsSecret } from "./judge";
import type { Answer, Send } from "./transport";
import { cookieFor, type World } from "./world";

export type CacheReport = { requests: number; leaks: number; control_leaks: number; findings: string[] };
export type CacheOptions = { world: World; routes: RouteEntry[]; pages: Page[]; hosts: Hosts; send: Send };

/** Ways in which a cache might answer one person with what another one asked for. */
const VARIANTS: readonly { query?: string; headers?: Record<string, string> }[] = [
  {},
  { headers: { rsc: "1" } },
  { query: "?_rsc=atrium" },
  { headers: { range: "bytes=0-99999" } },
  { headers: { "if-none-match": "*" } },
];

/** I-9: the same address as B, then as A, then as nobody. No answer may be kept, none may cross. */
export async function proveCaches(options: CacheOptions): Promise<CacheReport> {
  const { world, routes, pages, hosts } = options;
  const report: CacheReport = { requests: 0, leaks: 0, control_leaks: 0, findings: [] };
  const foreign = world.foreign.agent ?? "";
  const targets = [
    ...routes
      .filter(({ method }) => method === "GET")
      .map(({ path, auth }) => ({
        path: path.replaceAll(/\{slug\}/g, "proof").replaceAll(/\{\w+\}/g, foreign),
        isPublic: auth === "public",
        holds: holdsCanary,
      })),
    ...pages
      .filter(({ part }) => part === "portal")
      .map(({ path }) => ({ path, isPublic: false, holds: holdsSecret })),
  ];
  const [ofB, ofA] = await Promise.all([
    cookieFor(world.insider, hosts.b),
    cookieFor({ name: "owner", user: world.a.owner }, hosts.b),
  ]);
  for (const { path, isPublic, holds } of targets) {
    for (const variant of VARIANTS) {
      const own = await ask(options, path, variant, ofB, report);
      if (holdsCanary(own.body, world)) report.control_leaks += 1;
      const etag = own.headers.etag;
      const again = etag ? { ...variant, headers: { ...variant.headers, "if-none-match": etag } } : variant;
      for (const [who, cookie] of [
        ["A", ofA],
        ["nobody", undefined],
      ] as const) {
        const answer = await ask(options, path, again, cookie, report);
        const crossed =
          holds(answer.body + JSON.stringify(answer.headers), world) || (answer.status === 304 && !isPublic);
        if (crossed) fail(report, `cache: ${who} got what B asked for at ${path}`);
      }
      if (!isPublic && isKept(own))
        fail(report, `cache: ${path} may be kept (${own.headers["cache-control"] ?? "no header"})`);
    }
  }
  return report;
}

function isKept(answer: Answer): boolean {
  const header = answer.headers["cache-control"] ?? "";
  if (answer.status >= 300) return /public|max-age=[1-9]/.test(header);
  return !(header.includes("no-store") && header.includes("private"));
}

function fail(report: CacheReport, finding: string): void {
  report.leaks += 1;
  if (!report.findings.includes(finding)) report.findings.push(finding);
}

async function ask(
  options: CacheOptions,
  route: string,
  variant: (typeof VARIANTS)[number],
  cookie: string | undefined,
  report: CacheReport,
): Promise<Answer> {
  report.requests += 1;
  return options.send({
    ...{
      method: "GET",
      route,
      params: {},
      query: variant.query ?? "",
      host: options.hosts.b,
      body: undefined,
    },
    headers: { ...variant.headers, ...(cookie ? { cookie } : {}) },
  });
}
