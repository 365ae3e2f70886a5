import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type Guard, instrument } from "./instrument";

const run = promisify(execFile);
const PARTS = [
  "app",
  "components",
  "lib",
  "prisma",
  "worker",
  "dev",
  "docs",
  "public",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "next.config.mjs",
  "postcss.config.mjs",
  "server.mjs",
  "middleware.ts",
  "instrumentation.ts",
];

/** Copies the project's sources to `folder`; modules are linked, or copied file by file as hard links for a build. */
export async function copyProject(folder: string, modules: "link" | "copy"): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of PARTS)
    await cp(part, path.join(folder, part), { recursive: true }).catch(() => undefined);
  if (modules === "link") await symlink(path.resolve("node_modules"), path.join(folder, "node_modules"));
  else {
    await run("cp", ["-al", "node_modules", path.join(folder, "node_modules")]);
    await rm(path.join(folder, "node_modules/.cache"), { recursive: true, force: true });
  }
}

/** Instruments every guard of a copied project. */
export async function instrumentProject(folder: string): Promise<Guard[]> {
  const guards: Guard[] = [];
  for (const part of ["lib", "app/api"]) {
    const files = await readdir(path.join(folder, part), { recursive: true });
    for (const name of files
      .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|generated/.test(file))
      .sort()) {
      const file = path.posix.join(part, name);
      const at = path.join(folder, file);
      const made = instrument(await readFile(at, "utf8"), file, guards.length + 1);
      if (made.guards.length === 0) continue;
      guards.push(...made.guards);
      await writeFile(at, made.source);
    }
  }
  return guards;
}
