import { median } from "../measure";
import type { Installation } from "./install";
import { type LoadResult, runLoad } from "./load";
import { PATHS, type Path } from "./paths";

/** Short and many: what a machine does beside it falls on both sides of a round. */
const ROUNDS = 15;
const SECONDS_A_ROUND = 1;
const WARM_UP = 100;
/** It shares no factor with any size: every tenant is visited before one comes again. */
const STRIDE = 7;
let at = 0;

export type Compared = { path: Path; results: Map<number, LoadResult>; ratios: Map<number, number> };

/** The same calls to every installation in turns; ratios are medians of each round's own, against the first. */
export async function comparePaths(installations: readonly Installation[]): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const path of PATHS) {
    const amounts = new Map<Installation, number>();
    for (const installation of installations) {
      // What is done once belongs to the warm-up: by a process, and for a key by its first call of a period.
      const visits = path.isKeyed ? installation.size : Math.min(installation.size, 300);
      await call(installation, path, Math.max(WARM_UP, visits));
      const pace = await call(installation, path, WARM_UP);
      amounts.set(installation, Math.max(WARM_UP, Math.round(pace.requestsPerSecond * SECONDS_A_ROUND)));
    }
    const rounds = new Map<number, LoadResult[]>(installations.map(({ size }) => [size, []]));
    for (let count = 0; count < ROUNDS; count += 1) {
      // Odd rounds go the other way round, so that what grows during a run weighs on nobody alone.
      for (const installation of count % 2 ? installations.toReversed() : installations) {
        rounds
          .get(installation.size)
          ?.push(await call(installation, path, amounts.get(installation) ?? WARM_UP));
      }
    }
    compared.push({ path, ...summarise(rounds) });
    console.log(`  ${path.name} measured`);
  }
  return compared;
}

function call({ made, port, rootHost }: Installation, path: Path, amount: number): Promise<LoadResult> {
  return runLoad(port, path.lanes, amount, () => {
    at += STRIDE;
    const tenant = made.tenants[at % made.tenants.length];
    if (!tenant) throw new Error("an installation without tenants");
    return path.call(tenant, rootHost);
  });
}

function summarise(rounds: ReadonlyMap<number, readonly LoadResult[]>): Omit<Compared, "path"> {
  const [reference = []] = rounds.values();
  const results = new Map<number, LoadResult>();
  const ratios = new Map<number, number>();
  for (const [size, all] of rounds) {
    results.set(size, {
      requestsPerSecond: median(all.map((result) => result.requestsPerSecond)),
      p50Ms: median(all.map((result) => result.p50Ms)),
      p99Ms: median(all.map((result) => result.p99Ms)),
    });
    ratios.set(
      size,
      median(all.map((one, n) => one.requestsPerSecond / (reference[n]?.requestsPerSecond ?? Number.NaN))),
    );
  }
  return { results, ratios };
}
