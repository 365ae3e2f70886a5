import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdir, readFile, rename, rm, stat, truncate, writeFile } from "node:fs/promises";
import { platform } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Location } from "./location";

const run = promisify(execFile);
const LOG_LIMIT_BYTES = 5_000_000;
const DISPOSABLE = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];

export type ServerOptions = {
  port: number;
  /** Trades safety against a power cut for speed; for throw-away clusters only. */
  disposable?: boolean;
};

/** Makes the cluster when there is none. Works beside it and renames, so a killed initdb leaves nothing half made. */
export async function initialiseCluster(
  place: Location,
  superuserPassword: string,
  disposable = false,
): Promise<void> {
  if (existsSync(path.join(place.cluster, "PG_VERSION"))) return;
  const partial = `${place.cluster}.new`;
  const passwordFile = `${place.cluster}.password`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
  if (place.user) {
    await chown(partial, place.user.uid, place.user.gid);
    await chown(passwordFile, place.user.uid, place.user.gid);
  }
  try {
    await execute(place, place.binaries.initdb, [
      `--pgdata=${partial}`,
      `--pwfile=${passwordFile}`,
      "--username=postgres",
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      ...(disposable ? ["--no-sync"] : []),
    ]);
    await rm(place.cluster, { recursive: true, force: true });
    await rename(partial, place.cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Starts the server in its own session, so that Ctrl-C in the terminal does not reach it before its users stopped. */
export async function startServer(place: Location, options: ServerOptions): Promise<void> {
  const logFile = `${place.cluster}.log`;
  await prepareLog(logFile, place);
  const settings = [
    `port=${options.port}`,
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "shared_buffers=128MB",
    "log_checkpoints=off",
    "max_locks_per_transaction=256",
    ...(platform() === "win32" ? [] : ["unix_socket_directories="]),
    ...(options.disposable ? DISPOSABLE : []),
  ];
  const serverOptions = settings.map((setting) => `-c ${setting}`).join(" ");
  const flags = ["-D", place.cluster, "-l", logFile, "-w", "-t", "60", "-o", serverOptions];
  try {
    await execute(place, place.binaries.pgCtl, [...flags, "start"]);
  } catch (cause) {
    const tail = (await readFile(logFile, "utf8").catch(() => "")).split("\n").slice(-12).join("\n");
    throw new Error(`PostgreSQL did not start on port ${options.port}:\n${tail}`, { cause });
  }
}

/** Fast shutdown: open transactions roll back, the data is flushed. */
export async function stopServer(place: Location): Promise<void> {
  const flags = ["-D", place.cluster, "-m", "fast", "-w", "-t", "20"];
  await execute(place, place.binaries.pgCtl, [...flags, "stop"]).catch(async (cause: unknown) => {
    if (existsSync(path.join(place.cluster, "postmaster.pid"))) throw cause;
  });
}

/** Restarts with the settings of the last start, from any process. */
export async function restartServer(place: Location): Promise<void> {
  const flags = ["-D", place.cluster, "-l", `${place.cluster}.log`, "-m", "fast", "-w", "-t", "60"];
  await execute(place, place.binaries.pgCtl, [...flags, "restart"]);
}

async function prepareLog(logFile: string, place: Location): Promise<void> {
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LOG_LIMIT_BYTES) await truncate(logFile);
  await writeFile(logFile, "", { flag: "a", mode: 0o600 });
  if (place.user) await chown(logFile, place.user.uid, place.user.gid);
}

async function execute(place: Location, program: string, args: string[]): Promise<void> {
  const env = { ...process.env, LC_ALL: "C", LC_MESSAGES: "C", PGHOST: undefined, PGPORT: undefined };
  await run(program, args, { cwd: path.dirname(place.cluster), env, ...place.user });
}
