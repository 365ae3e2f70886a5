import "server-only";

type Waiting<I, O> = { item: I; resolve: (value: O) => void; reject: (error: unknown) => void };

/**
 * Joins calls that arrive together into one statement. While `maxFlights` statements are under way new calls wait and
 * leave with the next, so that batches grow with the load and a lone call waits for nobody. A caller is answered only
 * after its own statement has ended.
 * @param run one result an item, in the items' order
 */
export function createBatcher<I, O>(
  run: (items: I[]) => Promise<O[]>,
  limits: { maxBatch: number; maxFlights: number },
): (item: I) => Promise<O> {
  let waiting: Waiting<I, O>[] = [];
  let flights = 0;
  let scheduled = false;

  const depart = async () => {
    scheduled = false;
    if (waiting.length === 0 || flights >= limits.maxFlights) return;
    const batch = waiting.slice(0, limits.maxBatch);
    waiting = waiting.slice(limits.maxBatch);
    flights += 1;
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [index, { resolve }] of batch.entries()) resolve(results[index] as O);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      flights -= 1;
      schedule();
    }
  };
  const schedule = () => {
    if (scheduled || waiting.length === 0 || flights >= limits.maxFlights) return;
    scheduled = true;
    setImmediate(depart);
  };
  return (item) =>
    new Promise<O>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}
