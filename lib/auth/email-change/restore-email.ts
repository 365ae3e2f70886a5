import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import type { RequestInfo } from "@/lib/core/context";
import type { SystemTx } from "@/lib/tenancy/with-system";
import { setEmail } from "./set-email";

/**
 * Takes back a person's changes of address from `since` on: what waits is cancelled, what was done is undone back to
 * the address before the first of them. The links about these changes are void; those about earlier
 * ones stay good, because whoever changed the address last also has the mailbox of the address before. `ifFree` leaves an address alone that
 * somebody else has by now.
 * @throws ConflictError email_taken when somebody else has that address by now (the transaction must roll back)
 */
export async function restoreEmail(
  tx: SystemTx,
  info: RequestInfo,
  input: { userId: string; since: Date; ifFree?: boolean },
): Promise<void> {
  const { userId, since } = input;
  await tx.emailChange.updateMany({ where: { userId, status: "pending" }, data: { status: "cancelled" } });
  await tx.$executeRaw`
    update platform.auth_tokens t set used_at = now()
    where t.user_id = ${userId}::uuid and t.used_at is null and (t.kind = 'email_change'
      or (t.kind = 'email_undo' and exists (select 1 from platform.email_changes c
        where c.id = (t.payload ->> 'change')::uuid and c.created_at >= ${since})))`;
  const done = await tx.emailChange.findMany({
    where: { userId, status: "confirmed", createdAt: { gte: since } },
    orderBy: { confirmedAt: "asc" },
  });
  const [first] = done;
  if (!first) return;
  if (input.ifFree && (await tx.user.count({ where: { email: first.oldEmail, id: { not: userId } } })))
    return;
  const { email: current } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  await tx.emailChange.updateMany({
    where: { id: { in: done.map(({ id }) => id) } },
    data: { status: "undone" },
  });
  await setEmail(tx, userId, first.oldEmail);
  await recordPlatformEvent(
    tx,
    { ...info, actor: { type: "system", name: "taken back by mail" } },
    {
      action: "user.email_restored",
      target: { type: "user", id: userId, label: first.oldEmail },
      before: { email: current },
      after: { email: first.oldEmail },
    },
  );
}
