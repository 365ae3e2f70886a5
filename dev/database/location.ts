import { existsSync } from "node:fs";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Binaries, canRun, copyBinaries, installedBinaries, restoreLinks } from "./binaries";
import { canWrite, type OsUser, serverUser } from "./os-user";

export type Location = { binaries: Binaries; cluster: string; user: OsUser | undefined };

/**
 * Decides where programs and data live. As root the server runs as another user, which cannot pass
 * a private folder above the checkout; then both move below the system's temporary folder.
 */
export async function locate(dataDir: string, log: (line: string) => void): Promise<Location> {
  const binaries = installedBinaries();
  await restoreLinks(binaries);
  const user = await serverUser(log);
  const cluster = path.join(dataDir, "cluster");
  await mkdir(dataDir, { recursive: true });
  if (!user) return { binaries, cluster, user };

  const runnable = await canRun(binaries, user);
  const writable = await makeClusterFolder(cluster, user);
  if (runnable && writable) return { binaries, cluster, user };

  const elsewhere = await fallbackFolder(dataDir);
  log(
    `The database server runs as user postgres and cannot reach ${runnable ? dataDir : path.dirname(binaries.initdb)} ` +
      `(a folder above it is private). Using a copy in ${elsewhere} instead.`,
  );
  const usable = runnable ? binaries : await copyBinaries(binaries, elsewhere);
  if (writable) return { binaries: usable, cluster, user };
  log(`The database is kept in ${elsewhere}. To keep it in ${dataDir}, open the folders above it to others.`);
  return { binaries: usable, cluster: await moveCluster(cluster, elsewhere, user), user };
}

async function makeClusterFolder(cluster: string, user: OsUser): Promise<boolean> {
  await mkdir(cluster, { recursive: true, mode: 0o700 });
  await chown(cluster, user.uid, user.gid);
  return canWrite(cluster, user);
}

/** The folder remembered in `elsewhere.txt`, or a new one with an unguessable name. */
async function fallbackFolder(dataDir: string): Promise<string> {
  const pointer = path.join(dataDir, "elsewhere.txt");
  const known = await readFile(pointer, "utf8").catch(() => "");
  if (known && existsSync(known)) return known;
  // /var/tmp survives a restart of the machine, /tmp often does not.
  const base = [tmpdir() === "/tmp" ? "/var/tmp" : tmpdir(), "/var/tmp", "/tmp"].find(existsSync) ?? tmpdir();
  const folder = await mkdtemp(path.join(base, "atrium-database-"));
  await chmod(folder, 0o755);
  await writeFile(pointer, folder);
  return folder;
}

async function moveCluster(cluster: string, elsewhere: string, user: OsUser): Promise<string> {
  const moved = path.join(elsewhere, "cluster");
  const firstMove = existsSync(path.join(cluster, "PG_VERSION")) && !existsSync(moved);
  if (firstMove)
    await cp(cluster, moved, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  if (!(await makeClusterFolder(moved, user))) {
    throw new Error(`User postgres cannot write in ${elsewhere}. Set TMPDIR to a folder open to every user.`);
  }
  if (firstMove) await chownAll(moved, user);
  return moved;
}

async function chownAll(folder: string, user: OsUser): Promise<void> {
  const { readdir, lchown } = await import("node:fs/promises");
  const entries = await readdir(folder, { recursive: true });
  await Promise.all(entries.map((entry) => lchown(path.join(folder, entry), user.uid, user.gid)));
}
