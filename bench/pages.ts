import path from "node:path";
import "../dev/localhost-lookup.mjs";
import { startTemporaryDatabase } from "../dev/database/temporary";
import { freePorts } from "../dev/environment/ports";
import { ensureBuild } from "../dev/stack/build";
import { Child, runScript } from "../dev/stack/child";
import { waitForHttp } from "../dev/stack/wait";
import { testEnvironment } from "../dev/vitest/environment";
import { cpuPerView } from "./pages/cpu";
import { type Prepared, preparePages } from "./pages/prepare";
import { reportPages } from "./pages/report";
import { weighScripts } from "./pages/scripts";

const BARE = path.resolve("bench/bare");
const NEXT = path.resolve("node_modules/next/dist/bin/next");

/**
 * Bars 10 and 11 of performance.md: what a view of the members page costs the server, and how much JavaScript pages
 * ship, each beside a bare application of the same Next. Prints a table and, last, one line of JSON.
 */
async function main(): Promise<void> {
  const [webPort = 0, barePort = 0] = await freePorts(2);
  const temporary = await startTemporaryDatabase();
  const rootUrl = `http://atrium.localhost:${webPort}`;
  const bareUrl = `http://localhost:${barePort}`;
  const logDir = path.join(temporary.folder, "logs");
  const children: Child[] = [];
  try {
    const env = {
      ...testEnvironment(temporary.database.url),
      PATH: process.env.PATH ?? "",
      ATRIUM_ROOT_URL: rootUrl,
      PORT: String(webPort),
      DATABASE_POOL_SIZE: "10",
      BENCH_DATABASE_URL: temporary.database.url,
      NEXT_TELEMETRY_DISABLED: "1",
    };
    console.log(`  product: ${await ensureBuild({ env, logDir })}`);
    await runScript({ name: "bare-build", script: NEXT, args: ["build", BARE], env, logDir, tailLines: 40 });
    const prepared = await preparePages(temporary.database.url, rootUrl);
    const web = new Child({ name: "web", script: "server.mjs", env, logDir });
    const args = ["start", BARE, "-p", String(barePort)];
    const bare = new Child({ name: "bare", script: NEXT, args, env, logDir });
    children.push(web, bare);
    await waitForHttp(`${rootUrl}/api/health`, web, 60_000);
    await waitForHttp(`${bareUrl}/shell`, bare, 60_000);
    await measure({ rootUrl, bareUrl, prepared, web: web.pid ?? 0, bare: bare.pid ?? 0 });
  } finally {
    await Promise.all(children.map((child) => child.stop(5_000)));
    const { closePools } = await import("@/lib/infra/database/pools");
    await closePools();
    await temporary.remove();
  }
}

type Sites = { rootUrl: string; bareUrl: string; prepared: Prepared; web: number; bare: number };

async function measure({ rootUrl, bareUrl, prepared, web, bare }: Sites): Promise<void> {
  const { slug, cookie, itemId } = prepared;
  const portal = rootUrl.replace("://", `://${slug}.`);
  const weights = await weighScripts([
    { name: "bare shell", url: `${bareUrl}/shell` },
    { name: "sign-in", url: `${rootUrl}/sign-in` },
    { name: "members", url: `${portal}/members`, cookie },
    { name: "usage", url: `${portal}/usage`, cookie },
  ]);
  const cpu = process.argv.includes("--scripts-only")
    ? new Map<string, number[]>()
    : await cpuPerView([
        { name: "bare row", url: `${bareUrl}/row?id=${itemId}`, headers: {}, pid: bare },
        { name: "bare list", url: `${bareUrl}/list`, headers: {}, pid: bare },
        { name: "members", url: `${portal}/members`, headers: { cookie }, pid: web },
      ]);
  reportPages({ cpu, weights });
}

await main();
process.exit();
