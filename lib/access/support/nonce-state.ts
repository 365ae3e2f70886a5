import "server-only";
import { createHash } from "node:crypto";

/** What the browser's nonce becomes in addresses: they end up in histories and logs, the cookie does not. */
export function nonceState(nonce: string): string {
  return createHash("sha256").update(`support|${nonce}`).digest("base64url");
}
