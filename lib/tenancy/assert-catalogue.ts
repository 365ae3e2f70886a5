import "server-only";
import { findOffenders } from "./find-offenders";

/**
 * Refuses to start on a database that would not keep tenants apart (security.md I-6).
 * @throws Error that names every offender
 */
export async function assertCatalogue(): Promise<void> {
  const offenders = await findOffenders();
  if (offenders.length === 0) return;
  const lines = offenders.map((offender) => `  ${offender.check} ${offender.title}: ${offender.object}`);
  throw new Error(`The database is not safe to start on:\n${lines.join("\n")}`);
}
