import "server-only";
import { ConflictError } from "@/lib/core/errors";
import { MAIN_CELL } from "@/lib/infra/database/cells";
import { withOwner } from "@/lib/infra/database/with-owner";

/**
 * One import or move of a tenant at a time; the lock of a killed process ends with its connection.
 * @throws ConflictError import_running
 */
export async function alone<T>(tenantId: string, work: () => Promise<T>): Promise<T> {
  return withOwner(MAIN_CELL, async (owner) => {
    const lock = [`import:${tenantId}`];
    // The connection only holds the lock: that it breaks is noticed at the end, not by ending the process.
    const onBreak = () => undefined;
    owner.on("error", onBreak);
    const { rows } = await owner.query<{ mine: boolean }>(
      "select pg_try_advisory_lock(hashtextextended($1, 0)) as mine",
      lock,
    );
    if (!rows[0]?.mine) {
      throw new ConflictError("This workspace is being imported already.", { reason: "import_running" });
    }
    try {
      return await work();
    } finally {
      await owner.query("select pg_advisory_unlock(hashtextextended($1, 0))", lock);
      owner.off("error", onBreak);
    }
  });
}
