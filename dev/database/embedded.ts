import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { initialiseCluster, restartServer, type ServerOptions, startServer, stopServer } from "./cluster";
import { locate } from "./location";
import { runningServer } from "./orphan";
import { createDatabase, DATABASE, ensureOwner, OWNER, urlWithDatabase } from "./provision";

export type DatabaseOptions = ServerOptions & {
  /** Holds the cluster, its log and its generated passwords. */
  dataDir: string;
  log?: (line: string) => void;
};

export type Database = {
  /** The owner's address, for DATABASE_URL. */
  url: string;
  superUrl: string;
  port: number;
  restart: () => Promise<void>;
  stop: () => Promise<void>;
  /** Again after stop(), on the same port. */
  start: () => Promise<void>;
  /** Makes another database owned by the owner role and returns its address. */
  createDatabase: (name: string, template?: string) => Promise<string>;
};

/**
 * Starts PostgreSQL on 127.0.0.1 with its data in `dataDir`, making cluster, owner role and
 * database on first use. A server that a killed process left on the same data is stopped first.
 */
export async function startDatabase(options: DatabaseOptions): Promise<Database> {
  const log = options.log ?? (() => {});
  const dataDir = path.resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const place = await locate(dataDir, log);
  const passwords = await readPasswords(dataDir);
  await initialiseCluster(place, passwords.superuser, options.disposable);
  if (await runningServer(place.cluster)) {
    log("Stopping the database server that an earlier run left behind.");
    await stopServer(place);
  }
  await startServer(place, options);
  const address = (user: string, password: string, database: string) =>
    `postgres://${user}:${password}@127.0.0.1:${options.port}/${database}`;
  const superUrl = address("postgres", passwords.superuser, "postgres");
  const url = address(OWNER, passwords.owner, DATABASE);
  await ensureOwner(superUrl, passwords.owner);
  await createDatabase(superUrl, DATABASE);
  return {
    url,
    superUrl,
    port: options.port,
    stop: () => stopServer(place),
    start: () => startServer(place, options),
    restart: () => restartServer(place),
    createDatabase: async (name, template) => {
      await createDatabase(superUrl, name, template);
      return urlWithDatabase(url, name);
    },
  };
}

/** Stops the server of `dataDir` when one runs, whoever started it. */
export async function stopDatabase(dataDir: string): Promise<boolean> {
  const place = await locate(path.resolve(dataDir), () => {});
  if (!(await runningServer(place.cluster))) return false;
  await stopServer(place);
  return true;
}

/** Restarts the server of `dataDir` under its users, as a failing machine would. */
export async function restartDatabase(dataDir: string): Promise<void> {
  await restartServer(await locate(path.resolve(dataDir), () => {}));
}

type Passwords = { superuser: string; owner: string };

async function readPasswords(dataDir: string): Promise<Passwords> {
  const file = path.join(dataDir, "passwords.json");
  const stored = await readFile(file, "utf8").catch(() => undefined);
  if (stored) return JSON.parse(stored) as Passwords;
  const passwords = { superuser: randomBytes(24).toString("hex"), owner: randomBytes(24).toString("hex") };
  await writeFile(file, `${JSON.stringify(passwords, null, 2)}\n`, { mode: 0o600 });
  return passwords;
}
