import "server-only";
import { hasSupportCookie, openSession } from "@/lib/auth/session-cookie";
import type { TenantStatus } from "@/lib/core/context";
import { resolveHost } from "@/lib/tenancy/resolve-host";
import { brandOf } from "./brand/brand-of";
import { lookUpRequest } from "./look-up-request";

export type Peek = {
  signedIn: boolean;
  tenant: TenantStatus | null;
  /** Has a sign-in page of its own; looked up only for those who must sign in. */
  branded: boolean;
  /** A support session was here and is over. */
  supportOver: boolean;
};

const TTL_MS = 5_000;
const MAX_ENTRIES = 5_000;
const recent = new Map<string, { peek: Peek; until: number }>();

/** A guess for redirects, up to 5 s old. Nothing may be granted by it. */
export async function peekRequest(headers: Headers): Promise<Peek> {
  const host = (headers.get("host") ?? "").toLowerCase();
  const parsed = await resolveHost(host);
  const sid = await openSession(headers.get("cookie"), host);
  const key = `${host}|${sid ?? ""}`;
  const known = recent.get(key);
  if (known && known.until > Date.now()) return known.peek;
  const found = await lookUpRequest(parsed.kind === "tenant" ? parsed.slug : null, sid, true);
  const branded = !found.user && found.tenant !== null && (await brandOf(found.tenant)) !== null;
  const peek: Peek = {
    signedIn: found.user !== null,
    tenant: found.tenant?.status ?? null,
    branded,
    supportOver: !found.user && hasSupportCookie(headers.get("cookie")),
  };
  if (recent.size >= MAX_ENTRIES) recent.clear();
  // Only what will rarely change back is remembered; a missing session may appear with the next click.
  if (peek.signedIn) recent.set(key, { peek, until: Date.now() + TTL_MS });
  return peek;
}
