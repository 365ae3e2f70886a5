import "server-only";
import { setTimeout as sleep } from "node:timers/promises";

/** Answers no sooner than `minimumMs`, refused or not: what happened inside cannot be told from the time. */
export async function atLeast<T>(minimumMs: number, work: () => Promise<T>): Promise<T> {
  const pause = sleep(minimumMs);
  try {
    return await work();
  } finally {
    await pause;
  }
}
