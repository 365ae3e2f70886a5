import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const SETTLE_MS = 2_000;

/** Options of Node for a process whose memory is read: it collects its garbage when asked to. */
export const COLLECTABLE = `--expose-gc --import=${pathToFileURL(path.resolve("bench/tenants/collect-on-signal.mjs")).href}`;

/** Memory that belongs to this process alone and to no file, in MB, or null where the system does not tell. */
export async function privateMemoryMb(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => null);
  const kb = text && /^Anonymous:\s+(\d+) kB$/m.exec(text)?.[1];
  return kb ? Number(kb) / 1024 : null;
}

/** The same of a process that was started with COLLECTABLE, without its garbage. */
export async function collectedMemoryMb(pid: number): Promise<number | null> {
  process.kill(pid, "SIGUSR2");
  await setTimeout(SETTLE_MS);
  return privateMemoryMb(pid);
}
