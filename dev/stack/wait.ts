import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "./child";

const INTERVAL_MS = 100;

/**
 * Waits until `url` answers with success.
 * @throws Error when the process ends first or the time is up.
 */
export async function waitForHttp(url: string, child: Child, timeoutMs: number): Promise<void> {
  let ended = false;
  void child.exited.then(() => (ended = true));
  const deadline = Date.now() + timeoutMs;
  let last = "no answer";
  while (Date.now() < deadline) {
    if (ended)
      throw new Error(`${child.tail}\n\n${child.name} stopped while starting. Full log: ${child.logFile}`);
    try {
      const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(5_000) });
      await response.body?.cancel();
      if (response.status < 400) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await sleep(INTERVAL_MS);
  }
  throw new Error(
    `${child.tail}\n\n${child.name} did not answer at ${url} (${last}). Full log: ${child.logFile}`,
  );
}

/** Waits until the process says `text`, ends or has had its time: a quiet log level must not stop a start. */
export async function waitForLine(child: Child, text: string, timeoutMs: number): Promise<void> {
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const deadline = Date.now() + timeoutMs;
  while (!ended && !child.tail.includes(text) && Date.now() < deadline) await sleep(INTERVAL_MS);
}
