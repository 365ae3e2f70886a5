import "server-only";
import { newToken } from "@/lib/infra/tokens";
import { rootUrl } from "@/lib/tenancy/hosts";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { safeNextPath } from "../safe-next-path";
import { stateOf } from "./internal";

export type HandOffBegun = { nonce: string; url: string };

/**
 * First step of a hand-off, on the host that wants the session: a nonce for a cookie here and the address on the root
 * host that answers with a code for it. Without the nonce a link could sign somebody in as somebody else. Null on a
 * host that takes no session over.
 */
export async function beginHandOff(input: {
  host: string;
  next: string | null;
}): Promise<HandOffBegun | null> {
  const host = await resolveHost(input.host);
  if (host.kind !== "tenant" && host.kind !== "admin") return null;
  const nonce = newToken();
  const next = safeNextPath(input.next);
  const query = new URLSearchParams({
    to: host.kind === "tenant" ? (host.domain ?? host.slug) : "admin",
    state: stateOf(nonce),
    ...(next && { next }),
  });
  return { nonce, url: rootUrl(`/switch?${query}`) };
}
