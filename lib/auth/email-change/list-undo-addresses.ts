import "server-only";
import type { SystemTx } from "@/lib/tenancy/with-system";

/**
 * Earlier addresses of a person that still hold a link to take a change back. Not one that somebody else signs in with by
 * now: that mailbox is theirs.
 */
export async function listUndoAddresses(tx: SystemTx, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ email: string }[]>`
    select distinct c.old_email as email from platform.auth_tokens t
    join platform.email_changes c on c.id = (t.payload ->> 'change')::uuid and c.status = 'confirmed'
    where t.user_id = ${userId}::uuid and t.kind = 'email_undo' and t.used_at is null and t.expires_at > now()
      and not exists (select 1 from platform.users u where u.email = c.old_email)`;
  return rows.map(({ email }) => email);
}
