import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { lockPerson } from "@/lib/auth/mfa/lock-person";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import type { UserContext } from "@/lib/core/context";
import { NotFoundError, ValidationError } from "@/lib/core/errors";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { rootUrl } from "@/lib/tenancy/hosts";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { CLOSED, candidatesOf } from "./list-own-accounts";

/**
 * Makes an admin of one of the account's workspaces its owner in the caller's place. What the caller is in those
 * workspaces stays as it is. Mails both.
 * @throws DomainError step_up_required
 * @throws NotFoundError for an account that the caller does not own; ValidationError choice_unknown
 */
export async function handOverAccount(ctx: UserContext, id: string, to: string): Promise<void> {
  assertRecent(ctx.actor);
  const { userId } = ctx.actor;
  const tenants = await withSystem(async (tx) => {
    await assertOwner(tx, userId, id);
    return tx.tenant.findMany({ where: { accountId: id, status: { notIn: CLOSED } }, select: { id: true } });
  });
  const heir = (await candidatesOf(tenants, [userId])).find((person) => person.id === to);
  if (!heir) throw unknownHeir();
  await withSystem(async (tx) => {
    // Whoever leaves locks themselves and then their accounts: the same order here.
    await lockPerson(tx, to);
    const account = await assertOwner(tx, userId, id, "locked");
    const person = await tx.user.findFirst({ where: { id: to, status: "active" }, select: { locale: true } });
    if (!person) throw unknownHeir();
    await tx.$executeRaw`
      insert into platform.account_members as m (account_id, user_id, role)
      values (${id}::uuid, ${to}::uuid, 'owner')
      on conflict (account_id, user_id) do update set role = 'owner'`;
    await tx.accountMember.delete({
      where: { accountId_userId: { accountId: id, userId } },
      select: { userId: true },
    });
    await recordPlatformEvent(tx, ctx, {
      action: "account.ownership_transferred",
      target: { type: "account", id, label: account.name },
      before: { owner: userId },
      after: { owner: to },
      accountId: id,
    });
    const own = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { locale: true } });
    const data = {
      accountName: account.name,
      from: ctx.actor.name,
      to: heir.name,
      url: rootUrl("/profile"),
    };
    for (const { email, locale } of [
      { email: heir.email, locale: person.locale },
      { email: ctx.actor.email, locale: own.locale },
    ]) {
      const language = locale === "nl" ? "nl" : "en";
      await enqueueMail(tx, { template: "account_handed_over", to: email, locale: language, data });
    }
  });
}

const unknownHeir = () =>
  new ValidationError([
    { path: "to", code: "choice_unknown", message: "Choose an admin of one of the account's workspaces." },
  ]);

/**
 * The account, for its owner only; `locked`: nobody else changes its owners until the end of the transaction.
 * @throws NotFoundError
 */
export async function assertOwner(
  tx: SystemTx,
  userId: string,
  accountId: string,
  how?: "locked",
): Promise<{ name: string }> {
  if (how) await tx.$executeRaw`select 1 from platform.accounts where id = ${accountId}::uuid for update`;
  const found = await tx.accountMember.findFirst({
    where: { accountId, userId, role: "owner" },
    select: { account: { select: { name: true } } },
  });
  if (!found) throw new NotFoundError("account");
  return found.account;
}
