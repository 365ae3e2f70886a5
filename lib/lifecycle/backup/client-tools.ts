import "server-only";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { BundleError } from "@/lib/infra/bundle/bundle-error";
import type { BundleLock } from "@/lib/infra/bundle/bundle-key";
import { type BundleSink, writeBundle } from "@/lib/infra/bundle/write-bundle";
import { cellUrl, MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";

const run = promisify(execFile);

// The queue belongs to another role and is filled again from the outbox. Row-level security stays on: the owner's own
// policy lets it read everything.
const DUMP = ["--format=custom", "--enable-row-security", "--exclude-schema=pgboss"];

/** A cell, and the PATH on which PostgreSQL's client tools are looked for. */
export type Tool = { cell: string; path: string };

/** Whether PostgreSQL's client tools are on the path and not older than the server, which they refuse. */
export async function hasClientTools(path: string): Promise<boolean> {
  return (await missingTools(path)) === null;
}

/** @throws Error naming what is there and what is needed; nothing has been written then */
export async function assertClientTools(path: string): Promise<void> {
  const missing = await missingTools(path);
  if (missing) throw new Error(missing);
}

async function missingTools(path: string): Promise<string | null> {
  const { rows } = await withOwner(MAIN_CELL, (owner) =>
    owner.query<{ version: string }>("select current_setting('server_version_num') as version"),
  );
  const server = Math.floor(Number(rows[0]?.version) / 10_000);
  const tools = await Promise.all(
    ["pg_dump", "pg_restore"].map(async (tool) => ({ tool, major: await majorOf(tool, path) })),
  );
  const old = tools.filter(({ major }) => major < server);
  if (old.length === 0) return null;
  const found = old.map(({ tool, major }) => (major === 0 ? `no ${tool}` : `${tool} ${major}`)).join(" and ");
  return `PostgreSQL's client tools of version ${server} or newer are needed for this server; on the PATH there is ${found}. Nothing was changed.`;
}

async function majorOf(tool: string, path: string): Promise<number> {
  try {
    const { stdout } = await run(tool, ["--version"], { env: { NODE_ENV: "production", PATH: path } });
    return Number(/(\d+)(?:\.\d+)?/.exec(stdout)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Dumps one cell's database into an encrypted bundle, without ever touching the disk in clear. */
export async function dumpDatabase({ cell, path }: Tool, lock: BundleLock, sink: BundleSink): Promise<void> {
  const child = spawn("pg_dump", DUMP, { env: connection(cell, path), stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (data: Buffer) => {
    complaint = `${complaint}${data}`.slice(-2_000);
  });
  const exited = once(child, "exit");
  const writer = await writeBundle(lock, sink);
  for await (const chunk of child.stdout) await writer.write(chunk as Buffer);
  const [code] = await exited;
  if (code !== 0) throw new Error(`pg_dump failed: ${complaint.trim()}`);
  await writer.end();
}

/** Gives a dump to pg_restore. One transaction: all of it or nothing. */
export async function restoreDatabase({ cell, path }: Tool, chunks: AsyncIterable<Buffer>): Promise<void> {
  const args = [
    "--exit-on-error",
    "--single-transaction",
    "--no-owner",
    `--dbname=${new URL(cellUrl(cell)).pathname.slice(1)}`,
  ];
  const child = spawn("pg_restore", args, { env: connection(cell, path), stdio: ["pipe", "ignore", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (data: Buffer) => {
    complaint = `${complaint}${data}`.slice(-2_000);
  });
  child.stdin.on("error", () => undefined);
  const exited = once(child, "exit");
  for await (const chunk of chunks) {
    if (child.exitCode !== null) break;
    if (!child.stdin.write(chunk)) await once(child.stdin, "drain");
  }
  child.stdin.end();
  const [code] = await exited;
  if (code !== 0) throw new BundleError("damaged", `pg_restore failed: ${complaint.trim()}`);
}

/** By environment, not by arguments: every user of the machine can read those. */
function connection(cell: string, path: string): NodeJS.ProcessEnv {
  const url = new URL(cellUrl(cell));
  return {
    NODE_ENV: "production",
    PATH: path,
    PGHOST: url.hostname,
    PGPORT: url.port || "5432",
    PGUSER: decodeURIComponent(url.username),
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1),
  };
}
