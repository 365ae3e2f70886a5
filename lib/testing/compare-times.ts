/**
 * Median times of two requests, asked in turns, and the noise of the machine: how far two series of the same request
 * lie apart. In milliseconds.
 */
export async function compareTimes(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
  rounds = 7,
): Promise<{ difference: number; noise: number }> {
  const series: [number[], number[], number[]] = [[], [], []];
  await first();
  await second();
  for (let round = 0; round < rounds; round += 1) {
    series[0].push(await timed(first));
    series[1].push(await timed(second));
    series[2].push(await timed(first));
  }
  const [a, b, again] = series.map(median) as [number, number, number];
  return { difference: Math.abs((a + again) / 2 - b), noise: Math.abs(a - again) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
