import "server-only";
import type { Job, PgBoss } from "pg-boss";
import { closePools } from "@/lib/infra/database/pools";
import { logger } from "@/lib/infra/logger";
import { closeMailer } from "@/lib/infra/mailer";
import { HANDLERS } from "./handlers";
import { startHeartbeat } from "./heartbeat";
import type { OutboxHandler } from "./outbox-handler";
import { ensureQueue, openQueue } from "./queue";
import { type JobData, Relay } from "./relay";
import { runOutboxJob } from "./run-outbox-job";
import { startSchedules } from "./schedules";
import { startProbes } from "./start-probes";

const BATCH = 10;
/** Jobs under way get this long to finish; what is cut off comes back by its missing heartbeat. */
const STOP_GRACE_MS = 2_000;

export type Worker = { stop(): Promise<void> };

/** Starts everything that works in the background of one cell. Several workers may share one database. */
export async function startWorker(): Promise<Worker> {
  const boss = await openQueue();
  for (const handler of HANDLERS) {
    await ensureQueue(boss, handler);
    await workOn(boss, handler);
  }
  const relay = new Relay(
    boss,
    HANDLERS.map((handler) => handler.queue),
  );
  await relay.start();
  await startSchedules(boss);
  const stopHeartbeat = await startHeartbeat();
  const stopProbes = startProbes();
  return {
    async stop() {
      stopHeartbeat();
      stopProbes();
      await relay.stop();
      await boss.stop({ graceful: true, timeout: STOP_GRACE_MS, close: true });
      closeMailer();
      await closePools();
    },
  };
}

async function workOn(boss: PgBoss, handler: OutboxHandler): Promise<void> {
  const options = {
    perJobResults: true,
    batchSize: BATCH,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 2,
  } as const;
  await boss.work<JobData, object, typeof options>(handler.queue, options, (jobs) =>
    inParallel(jobs, handler.concurrency, (job) => settle(handler, job)),
  );
}

async function settle(handler: OutboxHandler, job: Job<JobData>) {
  try {
    await runOutboxJob(handler, job.data.outboxId, job.retryCount);
    return { id: job.id, status: "completed" as const };
  } catch (error) {
    logger.warn({ error, queue: handler.queue, job: job.id, attempt: job.retryCount }, "job failed");
    const message = error instanceof Error ? error.message : "unknown";
    return { id: job.id, status: "failed" as const, output: { message: message.slice(0, 500) } };
  }
}

async function inParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) results.push(await work(item));
  };
  await Promise.all(Array.from({ length: limit }, lane));
  return results;
}
