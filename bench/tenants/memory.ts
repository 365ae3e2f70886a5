import { readFile } from "node:fs/promises";

/** Memory that belongs to this process alone and to no file, in MB, or null where the system does not tell. */
export async function privateMemoryMb(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => null);
  const kb = text && /^Anonymous:\s+(\d+) kB$/m.exec(text)?.[1];
  return kb ? Number(kb) / 1024 : null;
}
