import "server-only";
import { createHash } from "node:crypto";
import type { CarriedRow } from "./read-table";

/**
 * The digest of a table's content, whatever the order of its rows: the hashes of the rows, sorted, hashed. Secrets count
 * with their clear text, so that sealing them under another key changes nothing.
 */
export class TableDigest {
  private readonly leaves: Buffer[] = [];

  add({ json, secrets }: CarriedRow): void {
    const hash = createHash("sha256").update(json);
    for (const column of Object.keys(secrets).toSorted()) {
      const value = secrets[column];
      hash.update(`\n${column}\n${value == null ? "" : createHash("sha256").update(value).digest("hex")}`);
    }
    this.leaves.push(hash.digest());
  }

  get rows(): number {
    return this.leaves.length;
  }

  digest(): string {
    const hash = createHash("sha256");
    for (const leaf of this.leaves.toSorted(Buffer.compare)) hash.update(leaf);
    return hash.digest("hex");
  }
}

export type TableContent = { table: string; rows: number; content: string };

/** One hash for all of a tenant: of its id and its tables by name. Empty tables do not count. */
export function rootHash(tenantId: string, tables: readonly TableContent[]): string {
  const lines = tables
    .filter(({ rows }) => rows > 0)
    .map(({ table, rows, content }) => `${table} ${rows} ${content}`)
    .toSorted();
  return createHash("sha256")
    .update([`atrium passport ${tenantId}`, ...lines].join("\n"))
    .digest("hex");
}
