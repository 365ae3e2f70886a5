import "server-only";
import pg from "pg";
import type { PgBoss } from "pg-boss";
import { MAIN_CELL, remoteCells } from "@/lib/infra/database/cells";
import { systemPool } from "@/lib/infra/database/pools";
import { roleUrl } from "@/lib/infra/database/role-url";
import { logger } from "@/lib/infra/logger";
import { eachCell, isUnavailable } from "@/lib/tenancy/cells/each-cell";
import { relayCellOutbox } from "@/lib/tenancy/cells/relay-cell-outbox";
import { relayDirectory } from "@/lib/tenancy/cells/relay-directory";

const BATCH = 500;
const POLL_MS = 2_000;
const RECONNECT_MS = 1_000;

type OutboxRow = { id: string; queue: string; tenant_id: string | null };

/** Jobs carry the outbox row's id only: the payload stays sealed where it was written. */
export type JobData = { outboxId: string };

/**
 * Moves outbox rows to their queues as soon as they are committed. A row and its job change hands in one
 * transaction, so a crash leaves either both or neither; the job's id is the row's.
 * @returns how many rows were moved
 */
export async function relayOutbox(boss: PgBoss, queues: readonly string[]): Promise<number> {
  const client = await systemPool().connect();
  let failure: unknown;
  try {
    await client.query("begin");
    const { rows } = await client.query<OutboxRow>(
      `select id, queue, tenant_id from platform.outbox where relayed_at is null and queue = any($1)
       order by created_at limit ${BATCH} for update skip locked`,
      [queues],
    );
    const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
    for (const queue of new Set(rows.map((row) => row.queue))) {
      const jobs = rows.filter((row) => row.queue === queue).map(toJob);
      await boss.insert(queue, jobs, { db });
    }
    await client.query("update platform.outbox set relayed_at = now() where id = any($1)", [
      rows.map((row) => row.id),
    ]);
    await client.query("commit");
    return rows.length;
  } catch (error) {
    failure = error;
    await client.query("rollback").catch(() => undefined);
    throw error;
  } finally {
    client.release(failure instanceof Error ? failure : undefined);
  }
}

function toJob(row: OutboxRow) {
  const data: JobData = { outboxId: row.id };
  return { id: row.id, data, ...(row.tenant_id && { group: { id: row.tenant_id } }) };
}

/** Keeps the outbox empty: wakes on NOTIFY, and every two seconds in case one was missed. */
export class Relay {
  readonly #boss: PgBoss;
  readonly #queues: readonly string[];
  #listener: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(boss: PgBoss, queues: readonly string[]) {
    this.#boss = boss;
    this.#queues = queues;
  }

  async start(): Promise<void> {
    await this.#listen();
    this.#timer = setInterval(() => this.wake(), POLL_MS);
    this.wake();
  }

  /** Relays now; a call during a run makes it run once more. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    this.#running = this.#drain().finally(() => {
      this.#running = undefined;
      if (!this.#again) return;
      this.#again = false;
      this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    await this.#running;
    await this.#listener?.end().catch(() => undefined);
  }

  async #drain(): Promise<void> {
    try {
      await this.#relayCells();
      while (!this.#stopped && (await relayOutbox(this.#boss, this.#queues)) === BATCH);
    } catch (error) {
      logger.warn({ error }, "outbox relay failed; it tries again");
    }
  }

  /** What the other cells announced and nobody carried over, and what is written here for them. */
  async #relayCells(): Promise<void> {
    if (remoteCells().length === 0) return;
    await eachCell((cell) =>
      this.#relayCell(cell).catch((error: unknown) => {
        if (isUnavailable(error)) throw error;
        // One cell's trouble keeps neither the others nor the outbox waiting.
        logger.warn({ error, cell }, "cell relay failed; it tries again");
      }),
    );
  }

  async #relayCell(cell: string): Promise<void> {
    while (cell !== MAIN_CELL && !this.#stopped && (await relayDirectory(cell)) > 0);
    // The main cell too: what was written for a tenant that has moved here since.
    while (!this.#stopped && (await relayCellOutbox(cell)) > 0);
  }

  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: roleUrl("atrium_system"),
      application_name: "atrium-relay",
      keepAlive: true,
    });
    client.on("notification", () => this.wake());
    client.on("error", () => undefined);
    client.once("end", () => {
      if (this.#stopped) return;
      setTimeout(() => this.#listen().catch(() => undefined), RECONNECT_MS);
    });
    try {
      await client.connect();
      await client.query("listen atrium_outbox");
      this.#listener = client;
      this.wake();
    } catch (error) {
      logger.warn({ error }, "cannot listen to the outbox; polling goes on");
      await client.end().catch(() => undefined);
    }
  }
}
