import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../environment/ports";
import { type Database, startDatabase, stopDatabase } from "./embedded";

const PREFIX = "atrium-test-";

export type TemporaryDatabase = { database: Database; folder: string; remove: () => Promise<void> };

/** A throw-away PostgreSQL on a free port, with its data below the system's temporary folder. */
export async function startTemporaryDatabase(): Promise<TemporaryDatabase> {
  await removeLeftovers();
  const folder = await temporaryFolder();
  const dataDir = path.join(folder, "database");
  const database = await startDatabase({ port: await freePort(), dataDir, disposable: true });
  const remove = async () => {
    await database.stop();
    await removeFolder(folder);
  };
  return { database, folder, remove };
}

/** A temporary folder that names its owner process, so that a later run can tidy up after a kill -9. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX));
  // As root the server runs as another user, who must get through; what is private inside has its own mode.
  await chmod(folder, 0o755);
  await writeFile(path.join(folder, "owner.pid"), String(process.pid));
  return folder;
}

async function removeFolder(folder: string): Promise<void> {
  await removeDatabase(path.join(folder, "database"));
  await rm(folder, { recursive: true, force: true });
}

/** Removes the data of a stopped database, together with the copy that a private folder may have needed. */
export async function removeDatabase(dataDir: string): Promise<void> {
  const elsewhere = await readFile(path.join(dataDir, "elsewhere.txt"), "utf8").catch(() => "");
  if (path.basename(elsewhere).startsWith("atrium-database-")) {
    await rm(elsewhere, { recursive: true, force: true });
  }
  await rm(dataDir, { recursive: true, force: true });
}

/** Stops and removes what killed test runs left behind. */
export async function removeLeftovers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX));
  for (const name of names) {
    const folder = path.join(tmpdir(), name);
    const owner = Number(await readFile(path.join(folder, "owner.pid"), "utf8").catch(() => "0"));
    if (!owner || isAlive(owner)) continue;
    const dataDir = path.join(folder, "database");
    if (await stat(dataDir).catch(() => undefined)) await stopDatabase(dataDir).catch(() => false);
    await removeFolder(folder).catch(() => {});
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
