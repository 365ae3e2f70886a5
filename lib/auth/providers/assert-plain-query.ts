import "server-only";
import { DomainError } from "@/lib/core/errors";
import { rootUrl } from "@/lib/tenancy/hosts";
import { safeNextPath } from "../safe-next-path";

/** A provider's error code (RFC 6749 §4.1.2.1) or one of next-auth's names. */
const ERROR_CODE = /^[\w.-]{1,100}$/;

/**
 * Refuses addresses and codes that next-auth would trip over: it answers 500 to an address that it cannot use, and writes
 * an error into a header as it came.
 * @throws DomainError invalid_request
 */
export function assertPlainQuery(query: URLSearchParams): void {
  const origin = rootUrl().slice(0, -1);
  const isOurs = (address: string) =>
    safeNextPath(address.startsWith(`${origin}/`) ? address.slice(origin.length) : address) !== null;
  const isPlain =
    query.getAll("callbackUrl").every(isOurs) && query.getAll("error").every((code) => ERROR_CODE.test(code));
  if (!isPlain) {
    throw new DomainError("invalid_request", "The address to go back to, or the error, is not one of ours.");
  }
}
