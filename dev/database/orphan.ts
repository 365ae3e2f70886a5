import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Looks at the pid file of a cluster and says whether its server still runs, for example after a
 * kill -9 of `npm start`. A pid file that points at another program (pids are reused) is removed.
 */
export async function runningServer(cluster: string): Promise<number | undefined> {
  const pidFile = path.join(cluster, "postmaster.pid");
  const content = await readFile(pidFile, "utf8").catch(() => "");
  const pid = Number(content.split("\n")[0]);
  if (!pid) return undefined;
  const command = await commandOf(pid);
  if (command.includes("postgres") && command.includes(cluster)) return pid;
  await rm(pidFile, { force: true });
  return undefined;
}

async function commandOf(pid: number): Promise<string> {
  const fromProc = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => undefined);
  if (fromProc !== undefined) return fromProc.replaceAll("\0", " ");
  const fromPs = await run("ps", ["-p", String(pid), "-o", "command="]).catch(() => ({ stdout: "" }));
  return fromPs.stdout;
}
