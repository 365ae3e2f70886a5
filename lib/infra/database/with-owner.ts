import "server-only";
import type pg from "pg";
import { ownerPool } from "./pools";

/** Runs `work` on a connection of a cell's owner; one whose work failed is not used again. */
export async function withOwner<T>(cell: string, work: (owner: pg.ClientBase) => Promise<T>): Promise<T> {
  const owner = await ownerPool(cell).connect();
  let failure: unknown;
  try {
    return await work(owner);
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    owner.release(failure instanceof Error ? failure : undefined);
  }
}
