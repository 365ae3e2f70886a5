import "server-only";
import type pg from "pg";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";

/** Connections of the owner with an open transaction: of the tenant's cell, and of the control plane. */
export type Snapshot = { cell: pg.ClientBase; control: pg.ClientBase };

/**
 * Runs `work` on one consistent view of a tenant: nothing that is written meanwhile is seen. Reads only. A cell in
 * another database has a view of its own, opened a moment later: fence the writes where that matters.
 */
export async function withSnapshot<T>(cell: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return inView(MAIN_CELL, (control) =>
    cell === MAIN_CELL
      ? work({ cell: control, control })
      : inView(cell, (other) => work({ cell: other, control })),
  );
}

function inView<T>(cell: string, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  return withOwner(cell, async (client) => {
    await client.query("begin isolation level repeatable read read only");
    try {
      await client.query(PLAIN_TEXT);
      return await work(client);
    } finally {
      await client.query("rollback").catch(() => undefined);
    }
  });
}

/** What a row looks like as text must not depend on the server's settings. */
export const PLAIN_TEXT =
  "set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1";
