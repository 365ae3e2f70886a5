import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { closePools } from "@/lib/infra/database/pools";
import { prepareDatabase } from "@/lib/lifecycle/prepare-database";
import { CATALOGUE_CHECKS } from "@/lib/tenancy/catalogue-checks";
import { findOffenders } from "@/lib/tenancy/find-offenders";
import { routeTable } from "@/lib/testing/route-table";
import { startTemporaryDatabase } from "../database/temporary";
import { freePorts } from "../environment/ports";
import { ensureBuild } from "../stack/build";
import { testEnvironment } from "../vitest/environment";
import { runMatrix } from "./isolation/matrix";
import { overHttp } from "./isolation/transport";
import { makeWorld } from "./isolation/world";
import { provePoolBleed } from "./pool-bleed";
import { chooseSeed } from "./random";

// `npm run prove:isolation [-- --quick]`: the built product against callers who have no right to a tenant.
const quick = process.argv.includes("--quick");
const seed = chooseSeed();
const say = (text: string) => console.log(text);

async function main(): Promise<number> {
  say(`seed ${seed} (repeat with PROVE_SEED=${seed})`);
  const temporary = await startTemporaryDatabase();
  const [port = 0] = await freePorts(1);
  Object.assign(process.env, testEnvironment(temporary.database.url), {
    NODE_ENV: "production",
    ATRIUM_ROOT_URL: `http://atrium.localhost:${port}`,
    PORT: String(port),
  });
  try {
    await prepareDatabase();
    await ensureBuild({
      env: stringEnvironment(),
      logDir: `${temporary.folder}/logs`,
      onLine: () => undefined,
    });
    const server = await startServer(port);
    try {
      return await prove(port, temporary.database.superUrl);
    } finally {
      server.kill("SIGTERM");
    }
  } finally {
    await closePools();
    await temporary.remove();
  }
}

async function prove(port: number, superUrl: string): Promise<number> {
  const world = await makeWorld();
  const root = `atrium.localhost:${port}`;
  const hosts = { root, admin: `admin.${root}`, a: `${world.a.slug}.${root}`, b: `${world.b.slug}.${root}` };
  const [routes, pages] = [await routeTable(), portalPages(world.foreign.agent ?? "")];
  say(`matrix: ${routes.length} routes and ${pages.length} pages × ${world.principals.length} principals`);
  const matrix = await runMatrix({
    world,
    routes,
    pages,
    send: overHttp(port),
    hosts,
    seed,
    sample: quick ? 0.25 : 1,
  });
  for (const finding of matrix.findings) say(`  ${finding}`);
  const offenders = await findOffenders();
  for (const offender of offenders) say(`  ${offender.check} ${offender.title}: ${offender.object}`);
  const pool = await provePoolBleed({ requests: quick ? 2_000 : 50_000, seed, superUrl });
  say(
    JSON.stringify({
      suite: "isolation",
      attempts: matrix.attempts,
      leaks: matrix.leaks,
      server_errors: matrix.server_errors,
      limited: matrix.limited,
      routes: matrix.routes,
      principals: matrix.principals,
      tables_checked: matrix.tables_checked,
      checks: CATALOGUE_CHECKS.length,
      offenders: offenders.length,
      pool_requests: pool.requests,
      pool_leaks: pool.leaks,
      control_leaks:
        Math.min(matrix.control_leaks, pool.controlLeaks) > 0 ? matrix.control_leaks + pool.controlLeaks : 0,
      seed,
    }),
  );
  const bad = matrix.leaks + matrix.server_errors + offenders.length + pool.leaks;
  return bad === 0 && matrix.control_leaks > 0 && pool.controlLeaks > 0 ? 0 : 1;
}

/** Every portal page's address, read from the folders so that a new page is covered by being there. */
function portalPages(agentId: string): string[] {
  return readdirSync("app/portal/[tenant]", { recursive: true, encoding: "utf8" })
    .filter((file) => file === "page.tsx" || file.endsWith("/page.tsx"))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, "")}`.replaceAll(/\[\w+\]/g, agentId));
}

async function startServer(port: number): Promise<ReturnType<typeof spawn>> {
  const child = spawn(process.execPath, ["server.mjs"], {
    env: process.env,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const headers = { host: `atrium.localhost:${port}` };
    const answer = await overHttp(port)({
      method: "GET",
      route: "/api/health",
      params: {},
      query: "",
      host: headers.host,
      headers: {},
      body: undefined,
    }).catch(() => null);
    if (answer?.status === 200) return child;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  child.kill("SIGTERM");
  throw new Error("the web server did not start");
}

function stringEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
