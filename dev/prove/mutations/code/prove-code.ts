import { execFile } from "node:child_process";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { testEnvironment } from "../../../vitest/environment";
import { copyProject, instrumentProject } from "./copy-project";

const run = promisify(execFile);

export type CodeReport = {
  total: number;
  caught: number;
  survivors: string[] /** Seen with every filter in place and the policies open. */;
  leaks: string[];
  /** Scenarios that prove nothing, as they do not end the same way twice. */
  unstable: string[];
};

/** I-5 for the code: each permission check is switched off alone in an instrumented copy of the project. */
export async function proveCode(databaseUrl: string, superUrl: string): Promise<CodeReport> {
  const folder = path.resolve(".atrium/prove-guards");
  await copyProject(folder, "link");
  try {
    const guards = await instrumentProject(folder);
    await writeFile(path.join(folder, "guards.json"), JSON.stringify(guards));
    const args = [
      "--import",
      "./dev/register.mjs",
      "dev/prove/mutations/code/main.ts",
      "guards.json",
      "result.json",
    ];
    const env = {
      ...process.env,
      ...testEnvironment(databaseUrl),
      NODE_ENV: "test" as const,
      PROVE_SUPER_URL: superUrl,
    };
    const said = await run(process.execPath, args, { cwd: folder, env, maxBuffer: 1e8 });
    if (process.env.PROVE_DEBUG) console.log(said.stdout);
    return JSON.parse(await readFile(path.join(folder, "result.json"), "utf8")) as CodeReport;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
