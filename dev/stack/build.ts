import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "../database/temporary";
import { runScript } from "./child";

const SOURCES = [
  "app",
  "components",
  "lib",
  "messages",
  "docs/openapi.json",
  "public",
  "prisma/schema",
  "middleware.ts",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "next.config.mjs",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
  "server.mjs",
];
const IGNORED = /(\.test\.tsx?$)|(\/generated\/)/;
const HASH_FILE = ".next/atrium-build-hash";
const LOCK_FILE = "node_modules/.cache/atrium-build.lock";

export type BuildOptions = {
  env: Record<string, string>;
  logDir: string;
  onLine?: (line: string) => void;
  /** The Prisma client is known to be fresh, and tests may be reading it. */
  generated?: boolean;
};

/** Makes the production build unless it already matches the sources; says which of the two happened. */
export async function ensureBuild(options: BuildOptions): Promise<"built" | "up to date"> {
  const release = await takeLock(options.onLine);
  try {
    const hash = await sourceHash();
    const built = await readFile(HASH_FILE, "utf8").catch(() => "");
    if (built === hash) return "up to date";
    await rm(HASH_FILE, { force: true });
    const common = { env: { ...options.env, NODE_ENV: "production" }, logDir: options.logDir };
    if (!options.generated)
      await runScript({ ...common, name: "generate", script: "dev/prisma/generate.mjs" });
    const next = "node_modules/next/dist/bin/next";
    await runScript({
      ...common,
      name: "build",
      script: next,
      args: ["build"],
      onLine: options.onLine,
      tailLines: 60,
      freshLog: true,
    });
    await writeFile(HASH_FILE, hash);
    return "built";
  } finally {
    await release();
  }
}

/** A hash of everything that the production build is made from. */
export async function sourceHash(): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const file of await sourceFiles()) {
    hash.update(`\0${file}\0`).update(await readFile(file));
  }
  return hash.digest("hex");
}

async function sourceFiles(): Promise<string[]> {
  const files: string[] = [];
  for (const source of SOURCES.filter(existsSync)) {
    if ((await stat(source)).isFile()) files.push(source);
    else files.push(...(await filesUnder(source)));
  }
  return files.filter((file) => !IGNORED.test(file)).sort();
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll("\\", "/"));
}

/** Two builds of one checkout would overwrite each other: the second waits. */
async function takeLock(onLine?: (line: string) => void): Promise<() => Promise<void>> {
  await mkdir(path.dirname(LOCK_FILE), { recursive: true });
  for (;;) {
    const handle = await open(LOCK_FILE, "wx").catch(() => undefined);
    if (handle) {
      await handle.writeFile(String(process.pid));
      await handle.close();
      return () => rm(LOCK_FILE, { force: true });
    }
    const holder = Number(await readFile(LOCK_FILE, "utf8").catch(() => "0"));
    const ageMs = await stat(LOCK_FILE).then(
      (found) => Date.now() - found.mtimeMs,
      () => 0,
    );
    if (holder ? !isAlive(holder) : ageMs > 5_000) await rm(LOCK_FILE, { force: true });
    else onLine?.("Waiting for another build of this checkout.");
    await sleep(500);
  }
}
