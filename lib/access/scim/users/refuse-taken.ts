import "server-only";
import { taken } from "../protocol/scim-error";

/**
 * Runs a change of entries. Two at once that want the same name: the database lets one through.
 * @throws ScimError uniqueness
 */
export async function refuseTaken<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "P2002")) throw error;
    throw taken("Another entry has this name or externalId already.");
  }
}
