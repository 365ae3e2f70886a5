import "server-only";
import type pg from "pg";
import { ownerPool } from "@/lib/infra/database/pools";

/** Connections of the owner with an open transaction: of the tenant's cell, and of the control plane. */
export type Snapshot = { cell: pg.ClientBase; control: pg.ClientBase };

/** Runs `work` on one consistent view of a tenant: nothing that is written meanwhile is seen. Reads only. */
export async function withSnapshot<T>(cell: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = await ownerPool().connect();
  let failure: unknown;
  try {
    await client.query("begin isolation level repeatable read read only");
    // What a row looks like as text must not depend on the server's settings.
    await client.query(
      "set local timezone = 'UTC'; set local bytea_output = 'hex'; set local extra_float_digits = 1",
    );
    const result = await work({ cell: client, control: client });
    await client.query("commit");
    return result;
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    if (failure) await client.query("rollback").catch(() => undefined);
    client.release(failure instanceof Error ? failure : undefined);
  }
}
