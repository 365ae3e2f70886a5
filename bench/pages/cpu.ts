import { readFileSync } from "node:fs";
import { median, runRound, type Target } from "../measure";

/** What Linux counts process times in, by its interface to programs. */
const TICKS_PER_SECOND = 100;
const IN_FLIGHT = 4;
const WARM_UP = 200;
const VIEWS = 400;
const ROUNDS = 5;

export type Measured = Target & { pid: number };

/** CPU seconds of a process so far, kernel time included. */
function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const [user = "0", system = "0"] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) / TICKS_PER_SECOND;
}

/** Milliseconds of CPU that one view costs the process that answers it: rounds in turns, each one's figure. */
export async function cpuPerView(targets: readonly Measured[]): Promise<Map<string, number[]>> {
  const figures = new Map<string, number[]>(targets.map(({ name }) => [name, []]));
  for (const target of targets) await views(target, WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const target of targets) {
      const before = cpuSeconds(target.pid);
      await views(target, VIEWS);
      figures.get(target.name)?.push(((cpuSeconds(target.pid) - before) / VIEWS) * 1000);
    }
  }
  return figures;
}

async function views(target: Target, amount: number): Promise<void> {
  const { failed } = await runRound(target, IN_FLIGHT, amount);
  if (failed > 0) throw new Error(`${target.name}: ${failed} of ${amount} views failed`);
}

/** Median of the rounds' own ratios. */
export function ratioOf(
  figures: ReadonlyMap<string, number[]>,
  { of, to }: { of: string; to: string },
): number {
  const reference = figures.get(to) ?? [];
  return median((figures.get(of) ?? []).map((figure, index) => figure / (reference[index] ?? Number.NaN)));
}
