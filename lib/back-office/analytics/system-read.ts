import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import { guardCell } from "@/lib/tenancy/cells/guard-cell";
import type { Read } from "@/lib/usage/analytics/read-figures";

/** Reads the warehouse of a cell as the system: every tenant's roll-ups, no tenant's own schema. */
export function systemRead(cell: string): Read {
  return (statement) => guardCell(cell, async () => (await systemPool(cell).query(statement)).rows);
}
