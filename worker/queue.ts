import "server-only";
import { PgBoss } from "pg-boss";
import { roleUrl } from "@/lib/infra/database/role-url";
import { logger } from "@/lib/infra/logger";
import type { OutboxHandler } from "./outbox-handler";

/** Jobs that failed for good end here and stay for a person to look at. */
export const DEAD_LETTERS = "dead-letters";
const DEAD_LETTER_DAYS = 90;
const DAY_SECONDS = 86_400;

/** Connects pg-boss as the system role; its tables live in the schema "pgboss", which that role owns. */
export async function openQueue(): Promise<PgBoss> {
  const boss = new PgBoss({
    connectionString: roleUrl("atrium_system"),
    schema: "pgboss",
    createSchema: false,
    max: 6,
    application_name: "atrium-queue",
    useListenNotify: true,
    // A job whose worker was killed is noticed by its missing heartbeat; this is how often somebody looks.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 5,
    cronMonitorIntervalSeconds: 15,
  });
  boss.on("error", (error) => logger.warn({ error }, "job queue error"));
  boss.on("warning", (warning) => logger.debug({ warning: warning.message }, "job queue warning"));
  await boss.start();
  await boss.createQueue(DEAD_LETTERS, { retentionSeconds: DEAD_LETTER_DAYS * DAY_SECONDS });
  return boss;
}

/** Creates a handler's queue, or brings its settings up to date. */
export async function ensureQueue(boss: PgBoss, handler: OutboxHandler): Promise<void> {
  const options = {
    retryLimit: handler.retryLimit,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: handler.expireSeconds,
    heartbeatSeconds: 10,
    deleteAfterSeconds: DAY_SECONDS,
    deadLetter: DEAD_LETTERS,
    notify: true,
  };
  await boss.createQueue(handler.queue, options);
  await boss.updateQueue(handler.queue, options);
}
