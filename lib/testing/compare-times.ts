import { mannWhitney } from "./mann-whitney";

const FEWEST = 5;
/** So likely by chance that no more is asked; below the other, what is left is no chance. */
const CLEARLY_ALIKE = 0.2;
const P_VALUE = 0.01;
const MEDIAN_MS = 5;

export type Comparison = { isAlike: boolean; p: number; medianDifferenceMs: number };

/**
 * Whether the times of two requests, asked in turns, tell one from the other: by rank, so that a slow moment of the
 * machine counts no more than a slow answer. While that is open, more rounds are asked, up to `most`: a difference of the
 * requests stays, the machine's goes.
 */
export async function compareTimes(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  most = 15,
): Promise<Comparison> {
  const [a, b]: [number[], number[]] = [[], []];
  await first();
  await second();
  for (let round = 1; round <= most; round += 1) {
    // Whoever is second may find what the first has warmed.
    const isEven = round % 2 === 0;
    if (isEven) b.push(await timed(second));
    a.push(await timed(first));
    if (!isEven) b.push(await timed(second));
    if (round < FEWEST) continue;
    const { p, medianDifferenceMs } = mannWhitney(a, b);
    if (p > CLEARLY_ALIKE || Math.abs(medianDifferenceMs) < MEDIAN_MS) break;
  }
  const { p, medianDifferenceMs } = mannWhitney(a, b);
  const isAlike = p > P_VALUE || Math.abs(medianDifferenceMs) < MEDIAN_MS;
  return { isAlike, p, medianDifferenceMs };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
