import "server-only";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { DomainError } from "@/lib/core/errors";
import { env } from "@/lib/infra/env";
import { isBlockedAddress } from "./blocked-address";

export type Address = { address: string; family: number };
export type Resolver = (hostname: string) => Promise<Address[]>;

export type OutgoingReason =
  | "url_not_allowed"
  | "address_blocked"
  | "dns_failed"
  | "connect_failed"
  | "tls_failed"
  | "timed_out"
  | "too_large"
  | "too_many_redirects";

/** A request that was refused here or failed out there. The reason is safe to show: it names no address of ours. */
export function outgoingError(reason: OutgoingReason, message: string, cause?: unknown): DomainError {
  return new DomainError("upstream_failed", message, { reason, ...(cause !== undefined && { cause }) });
}

const DNS_TIMEOUT_MS = 3_000;

/** The operating system's resolver: what a connection would use too. */
const systemResolver: Resolver = (hostname) => lookup(hostname, { all: true, verbatim: true });

/**
 * The addresses of a host, all of them public. One blocked answer among good ones refuses the host: whoever mixes them
 * waits for the connection that picks the other.
 * @throws DomainError upstream_failed (address_blocked, dns_failed)
 */
export async function resolvePublic(
  hostname: string,
  options: { resolver?: Resolver | undefined; isTestHost?: boolean } = {},
): Promise<Address[]> {
  const literal = hostname.replace(/^\[|\]$/g, "");
  const family = isIP(literal);
  const answers =
    family > 0 ? [{ address: literal, family }] : await ask(options.resolver ?? systemResolver, hostname);
  if (answers.length === 0) throw outgoingError("dns_failed", "This host name has no address.");
  if (!options.isTestHost && answers.some(({ address }) => isBlockedAddress(address))) {
    throw outgoingError("address_blocked", "This address is not on the public internet.");
  }
  return answers;
}

/** Whether local mode lets requests through to this host: stand-ins of outside services. Never in production. */
export function isTestHost(hostname: string, port: number, listed?: readonly string[]): boolean {
  const hosts = listed ?? (env().OUTGOING_TEST_HOSTS ?? "").split(",").filter(Boolean);
  return hosts.some((entry) => entry === `${hostname}:${port}` || entry === `${hostname}:*`);
}

async function ask(resolver: Resolver, hostname: string): Promise<Address[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer")), DNS_TIMEOUT_MS);
  });
  try {
    return await Promise.race([resolver(hostname), late]);
  } catch (error) {
    throw outgoingError("dns_failed", "This host name could not be looked up.", error);
  } finally {
    clearTimeout(timer);
  }
}
