import "server-only";
import { systemPool } from "@/lib/infra/database/pools";
import type { Read } from "@/lib/usage/analytics/read-figures";

/** Reads the warehouse as the system: every tenant's roll-ups, no tenant's own schema. */
export const systemRead: Read = async (statement) => {
  const { rows } = await systemPool().query(statement);
  return rows;
};
