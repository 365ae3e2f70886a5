import { readFile } from "node:fs/promises";
import type pg from "pg";

const MB = 1024 * 1024;

/** Memory that only this process holds, in MB, or null where the system does not tell. */
export async function privateMemoryMb(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => null);
  if (text === null) return null;
  const bytes = [...text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)].reduce(
    (sum, [, kb]) => sum + Number(kb) * 1024,
    0,
  );
  return bytes / MB;
}

/** The largest of the app role's connections to a database, in MB: it holds catalogue entries of every schema it has seen. */
export async function largestConnectionMb(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>(
    "select pid from pg_stat_activity where datname = current_database() and usename = 'atrium_app'",
  );
  const sizes = await Promise.all(rows.map(({ pid }) => privateMemoryMb(pid)));
  const known = sizes.filter((size) => size !== null);
  return known.length > 0 ? Math.max(...known) : null;
}
