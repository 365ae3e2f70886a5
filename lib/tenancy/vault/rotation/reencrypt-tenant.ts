import "server-only";
import type { TenantScope } from "../../with-tenant";
import { EnvelopeError, generationOf, openEnvelope, type Place, sealEnvelope } from "../envelope";
import { ENVELOPE_COLUMNS, type EnvelopeColumn } from "../envelope-columns";
import { withTenantKey } from "../tenant-keys";
import { type EnvelopeRow, findOldEnvelopes, replaceEnvelope } from "./envelope-rows";

const BATCH = 200;
const MAX_PASSES = 5;

export type ReencryptResult = {
  changed: number;
  /** Envelopes that do not open, so cannot be moved to the new key: damaged or written by something else. */
  broken: number;
};

/**
 * Moves every envelope of a tenant to its current data key. Each is replaced by itself and only if unchanged, so it can
 * run beside writers, twice at once, and be killed anywhere.
 */
export async function reencryptTenant(scope: TenantScope): Promise<ReencryptResult> {
  const total = { changed: 0, broken: 0 };
  for (const column of ENVELOPE_COLUMNS) {
    for (let pass = 0; pass < MAX_PASSES; pass += 1) {
      const { changed, missed, broken } = await passOver(scope, column);
      total.changed += changed;
      if (missed > 0 && pass < MAX_PASSES - 1) continue;
      total.broken += broken + missed;
      break;
    }
  }
  return total;
}

/** How many envelopes still need one of the generations before the current one. */
export async function countOldEnvelopes(scope: TenantScope, current: number): Promise<number> {
  let count = 0;
  for (const column of ENVELOPE_COLUMNS) {
    const rows = await findOldEnvelopes(scope, column, { generation: current, after: "", limit: BATCH });
    count += rows.length;
  }
  return count;
}

async function passOver(scope: TenantScope, column: EnvelopeColumn) {
  const result = { changed: 0, missed: 0, broken: 0 };
  const current = await withTenantKey(scope.tenantId, null, ({ generation }) => generation);
  for (let after = ""; ; ) {
    const rows = await findOldEnvelopes(scope, column, { generation: current, after, limit: BATCH });
    for (const old of rows) result[await moveToCurrent(scope, column, old)] += 1;
    if (rows.length < BATCH) return result;
    after = rows.at(-1)?.row ?? "";
  }
}

async function moveToCurrent(
  scope: TenantScope,
  column: EnvelopeColumn,
  old: EnvelopeRow,
): Promise<"changed" | "missed" | "broken"> {
  const place: Place = { tenantId: scope.tenantId, table: column.table, column: column.column, row: old.row };
  const generation = generationOf(old.value);
  if (generation === null) return "broken";
  try {
    const text = await withTenantKey(scope.tenantId, generation, ({ key }) =>
      openEnvelope(key, place, old.value),
    );
    const fresh = await withTenantKey(scope.tenantId, null, (mine) =>
      sealEnvelope(mine.key, mine.generation, place, text),
    );
    return (await replaceEnvelope(scope, column, old, fresh)) ? "changed" : "missed";
  } catch (error) {
    if (error instanceof EnvelopeError) return "broken";
    throw error;
  }
}
