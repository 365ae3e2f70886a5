import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { lockPerson } from "@/lib/auth/mfa/lock-person";
import { mailPerson } from "@/lib/auth/mfa/mail-person";
import { newId } from "@/lib/core/ids";
import { cellNames } from "@/lib/infra/database/cells";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

type Doomed = {
  userId: string;
  /** Every address that was theirs and is nobody else's now. */
  addresses: string[];
  /** Ids of other things that are about them and carry their name. */
  subjects: string[];
  label: string;
  kept: string[];
};

/**
 * Erases a person whose week is over: their credentials and everything that belongs to nobody else goes; in trails, lists
 * and columns that name them a pseudonym stands instead. Every cell must answer; what was begun is finished by the next
 * try, and no link takes it back any more. Safe to repeat; false when there is nothing to do.
 */
export async function erasePerson(userId: string): Promise<boolean> {
  const doomed = await withSystem((tx) => claim(tx, userId));
  if (!doomed) return false;
  for (const cell of cellNames()) await withCell(cell, (tx) => forgetInCell(tx, doomed));
  return withSystem(async (tx) => {
    await lockPerson(tx, userId);
    // Of two that finish at once the second finds it done.
    const { count } = await tx.personDeletion.updateMany({
      where: { userId, status: "erasing" },
      data: { status: "done", doneAt: new Date(), suspendedIn: [] },
    });
    if (count === 0) return false;
    await mailPerson(tx, userId, { template: "account_erased", data: {} });
    await forgetBelongings(tx, doomed);
    await pseudonymise(tx, doomed);
    await recordPlatformEvent(
      tx,
      {
        requestId: newId(),
        ip: null,
        userAgent: null,
        actor: { type: "system", name: "erasure of people" },
      },
      { action: "user.erased", target: { type: "user", id: userId, label: doomed.label } },
    );
    return true;
  });
}

/** Takes hold of a person who is due, or whose erasure was begun: a link that comes later finds nothing to take back. */
async function claim(tx: SystemTx, userId: string): Promise<Doomed | null> {
  await lockPerson(tx, userId);
  const { count } = await tx.personDeletion.updateMany({
    where: {
      userId,
      OR: [
        { status: "pending", deleteAfter: { lte: new Date() }, user: { status: "leaving" } },
        { status: "erasing" },
      ],
    },
    data: { status: "erasing" },
  });
  if (count === 0) return null;
  await tx.authToken.updateMany({ where: { userId, usedAt: null }, data: { usedAt: new Date() } });
  // Names on their way to another cell must not come after this.
  await tx.$executeRaw`
    delete from platform.cell_outbox o
    where o.kind in ('member_name', 'member_email') and o.payload ->> 'user_id' = ${userId}`;
  const dying = await tx.tenant.findMany({
    where: { status: "offboarding", userTenants: { some: { userId } } },
    select: { id: true },
  });
  return {
    userId,
    addresses: await addressesOf(tx, userId),
    subjects: await subjectsOf(tx, userId),
    label: `deleted-${userId.slice(-8)}`,
    // A workspace that is being deleted keeps its last admin, without a name, until it is gone.
    kept: dying.map(({ id }) => id),
  };
}

/** Changes of the address are forgotten after a month; the audit trail still says which one it was at each time. */
async function addressesOf(tx: SystemTx, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ email: string }[]>`
    select distinct lower(a.email) as email from (
      select u.email from platform.users u where u.id = ${userId}::uuid
      union select unnest(array[c.old_email, c.new_email]) from platform.email_changes c
        where c.user_id = ${userId}::uuid and c.confirmed_at is not null
      union select e.target_label from platform.platform_events e
        where e.target_type = 'user' and e.target_id = ${userId} and e.target_label ~ '^[^@[:space:]]+@[^@[:space:]]+$'
    ) a where not exists (
      select 1 from platform.users o where o.email = lower(a.email) and o.id <> ${userId}::uuid)`;
  return rows.map(({ email }) => email);
}

async function subjectsOf(tx: SystemTx, userId: string): Promise<string[]> {
  const about = { where: { OR: [{ userId }, { staffId: userId }] }, select: { id: true } };
  const rows = [...(await tx.supportSession.findMany(about)), ...(await tx.supportRequest.findMany(about))];
  return rows.map(({ id }) => id);
}

async function forgetInCell(tx: SystemTx, doomed: Doomed): Promise<void> {
  const { userId, addresses, subjects, label, kept } = doomed;
  await tx.roleBinding.deleteMany({
    where: { subjectType: "user", subjectId: userId, tenantId: { notIn: kept } },
  });
  await tx.teamMember.deleteMany({ where: { userId, tenantId: { notIn: kept } } });
  await tx.membership.updateMany({
    where: { userId, tenantId: { notIn: kept } },
    data: { status: "removed" },
  });
  await tx.$queryRaw`
    select shared.forget_person(${userId}::uuid, ${addresses}::text[], ${subjects}::text[], ${label})::text`;
}

/** What is nobody else's. Rows that hang on these go with them. */
async function forgetBelongings(tx: SystemTx, { userId, addresses, kept }: Doomed): Promise<void> {
  const own = { where: { userId } };
  await tx.credential.deleteMany(own);
  await tx.totpFactor.deleteMany(own);
  await tx.avatar.deleteMany(own);
  await tx.passkey.deleteMany(own);
  await tx.passkeyChallenge.deleteMany(own);
  await tx.recoveryCode.deleteMany(own);
  await tx.factorAttempts.deleteMany(own);
  await tx.factorReset.deleteMany(own);
  await tx.trustedDevice.deleteMany(own);
  await tx.ownReceipt.deleteMany(own);
  await tx.session.deleteMany(own);
  await tx.knownDevice.deleteMany(own);
  await tx.authToken.deleteMany(own);
  await tx.identity.deleteMany(own);
  await tx.ssoIdentity.deleteMany(own);
  await tx.emailChange.deleteMany(own);
  await tx.onboarding.deleteMany(own);
  await tx.userTenant.deleteMany({ where: { userId, tenantId: { notIn: kept } } });
  await tx.signUp.deleteMany({ where: { email: { in: addresses } } });
  await tx.idempotencyKey.deleteMany({ where: { scope: { startsWith: `user:${userId}` } } });
  // An account that nobody else owns ends with its last workspace; till then its owner has no name.
  await tx.$executeRaw`
    delete from platform.account_members m where m.user_id = ${userId}::uuid and exists (
      select 1 from platform.account_members o
      where o.account_id = m.account_id and o.user_id <> m.user_id and o.role = 'owner')`;
}

async function pseudonymise(tx: SystemTx, doomed: Doomed): Promise<void> {
  const { userId, addresses, subjects, label } = doomed;
  await tx.user.update({
    where: { id: userId },
    data: {
      ...{ email: `${label}-${userId}@erased.invalid`, firstName: "", lastName: "", status: "erased" },
      ...{ tenantId: null, emailVerifiedAt: null, lastSignInMethod: null, locale: "en", theme: "system" },
    },
    select: { id: true },
  });
  await tx.$queryRaw`
    select platform.forget_person(${userId}::uuid, ${addresses}::text[], ${subjects}::text[], ${label})::text`;
}
