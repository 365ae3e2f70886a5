import "server-only";
import { Resolver } from "node:dns/promises";
import { env } from "./env";

const TIMEOUT_MS = 1_500;
const TRIES = 2;
const NO_SUCH_RECORD = new Set(["ENODATA", "ENOTFOUND"]);

export type TxtAnswer = { status: "found"; texts: string[] } | { status: "none" } | { status: "unreachable" };

/**
 * The TXT records of a name; asks DNS_SERVERS where set, else the machine's own. An answer that did not come says
 * nothing about the name, so it is told apart from one without records.
 */
export async function resolveTxt(name: string): Promise<TxtAnswer> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES });
  const servers = env().DNS_SERVERS;
  if (servers.length > 0) resolver.setServers(servers);
  try {
    const records = await resolver.resolveTxt(name);
    return { status: "found", texts: records.map((parts) => parts.join("")) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { status: NO_SUCH_RECORD.has(code) ? "none" : "unreachable" };
  }
}
