import type { SystemTx } from "@/lib/tenancy/with-system";

/** One piece of work out of the outbox, with its payload opened. */
export type OutboxJob = {
  /** Id of the outbox row: the same for every attempt, so it can name effects (a Message-ID, a Stripe key). */
  id: string;
  tenantId: string | null;
  payload: unknown;
  /** 0 for the first attempt. */
  attempt: number;
  /**
   * Marks the work done in the transaction of its effect, so that the effect happens once even when the process
   * dies right after. Handlers that work outside the database leave it to the runner. False: it was done already,
   * and the transaction must change nothing.
   */
  finish(tx: SystemTx): Promise<boolean>;
};

/** Who does the work of one outbox queue. Attempts may repeat: a handler is idempotent. */
export type OutboxHandler = {
  queue: string;
  /** Attempts after the first, with a growing pause (at most 10 minutes), before the dead letters. */
  retryLimit: number;
  expireSeconds: number;
  /** Jobs at once in this process. */
  concurrency: number;
  handle(job: OutboxJob): Promise<void>;
};
