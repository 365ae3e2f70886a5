import "server-only";
import { hashToken } from "@/lib/infra/tokens";

/** The session that a cookie's key belongs to, as a filter: its first key, or one that it got later. */
export function ofKey(sid: string) {
  const hash = hashToken(sid);
  return { OR: [{ sidHash: hash }, { keys: { some: { tokenHash: hash } } }] };
}
