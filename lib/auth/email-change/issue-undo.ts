import "server-only";
import { rootUrl } from "@/lib/tenancy/hosts";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { issueToken } from "../tokens/issue-token";

const TTL_SECONDS = 7 * 24 * 3600;

/** The link for the old mailbox that stops a change of address, or takes it back (7 days, once). */
export async function issueUndo(tx: SystemTx, userId: string, change: string): Promise<string> {
  const token = await issueToken(tx, {
    kind: "email_undo",
    userId,
    ttlSeconds: TTL_SECONDS,
    payload: () => ({ change }),
  });
  return rootUrl(`/undo-email#token=${token}`);
}
