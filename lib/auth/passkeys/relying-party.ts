import "server-only";
import { ConflictError } from "@/lib/core/errors";
import { env } from "@/lib/infra/env";
import { parseHost } from "@/lib/tenancy/hosts";

export const RP_NAME = "Atrium";
/** EdDSA, ES256 and RS256 (COSE): what every authenticator makes one of. */
export const ALGORITHMS = [-8, -7, -257];

/** The name that passkeys belong to: the root host's, which every host below it may use. */
export function rpId(): string {
  return new URL(env().ATRIUM_ROOT_URL).hostname;
}

/** How an authenticator names a person: no address, nothing that says who it is. */
export function userHandle(userId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(userId.replaceAll("-", ""), "hex"));
}

/** Whether a page on this host can use passkeys: a workspace's own domain lies outside the name they belong to. */
export function canUsePasskeys(host: string | null): boolean {
  return parseHost(host).kind !== "unknown";
}

/**
 * The origin that an answer made on this host must name.
 * @throws ConflictError passkey_other_host on a workspace's own domain
 */
export function passkeyOrigin(host: string | null): string {
  if (host === null || !canUsePasskeys(host)) {
    throw new ConflictError("Passkeys work on Atrium's own addresses only.", {
      reason: "passkey_other_host",
    });
  }
  return `${new URL(env().ATRIUM_ROOT_URL).protocol}//${host.toLowerCase()}`;
}
