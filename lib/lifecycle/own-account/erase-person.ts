import "server-only";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { mailPerson } from "@/lib/auth/mfa/mail-person";
import { newId } from "@/lib/core/ids";
import { cellNames } from "@/lib/infra/database/cells";
import { withCell } from "@/lib/tenancy/cells/with-cell";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";

type Doomed = { userId: string; email: string; label: string; kept: string[] };

/**
 * Erases a person whose week is over: their credentials and everything that belongs to nobody else goes; in trails, lists
 * and columns that name them a pseudonym stands instead. Every cell must answer. Safe to repeat; false when there is
 * nothing to do.
 */
export async function erasePerson(userId: string): Promise<boolean> {
  const doomed = await withSystem((tx) => findDoomed(tx, userId));
  if (!doomed) return false;
  for (const cell of cellNames()) await withCell(cell, (tx) => forgetInCell(tx, doomed));
  await withSystem(async (tx) => {
    await mailPerson(tx, userId, { template: "account_erased", data: {} });
    await forgetBelongings(tx, doomed);
    await pseudonymise(tx, doomed);
    await tx.personDeletion.update({
      where: { userId },
      data: { status: "done", doneAt: new Date(), suspendedIn: [] },
      select: { userId: true },
    });
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
  });
  return true;
}

async function findDoomed(tx: SystemTx, userId: string): Promise<Doomed | null> {
  const row = await tx.personDeletion.findFirst({
    where: { userId, status: "pending", deleteAfter: { lte: new Date() }, user: { status: "leaving" } },
    include: { user: { select: { email: true } } },
  });
  if (!row) return null;
  const dying = await tx.tenant.findMany({
    where: { status: "offboarding", userTenants: { some: { userId } } },
    select: { id: true },
  });
  // A workspace that is being deleted keeps its last admin, without a name, until it is gone.
  const kept = dying.map(({ id }) => id);
  return { userId, email: row.user.email, label: `deleted-${userId.slice(-8)}`, kept };
}

async function forgetInCell(tx: SystemTx, { userId, email, label, kept }: Doomed): Promise<void> {
  await tx.roleBinding.deleteMany({
    where: { subjectType: "user", subjectId: userId, tenantId: { notIn: kept } },
  });
  await tx.membership.updateMany({
    where: { userId, tenantId: { notIn: kept } },
    data: { status: "removed" },
  });
  await tx.$queryRaw`select shared.pseudonymise_person(${userId}::uuid, ${email}, ${label})::text`;
}

/** What is nobody else's. Rows that hang on these go with them. */
async function forgetBelongings(tx: SystemTx, { userId, email, kept }: Doomed): Promise<void> {
  const own = { where: { userId } };
  await tx.credential.deleteMany(own);
  await tx.totpFactor.deleteMany(own);
  await tx.passkey.deleteMany(own);
  await tx.passkeyChallenge.deleteMany(own);
  await tx.recoveryCode.deleteMany(own);
  await tx.factorAttempts.deleteMany(own);
  await tx.factorReset.deleteMany(own);
  await tx.trustedDevice.deleteMany(own);
  await tx.session.deleteMany(own);
  await tx.knownDevice.deleteMany(own);
  await tx.authToken.deleteMany(own);
  await tx.identity.deleteMany(own);
  await tx.ssoIdentity.deleteMany(own);
  await tx.emailChange.deleteMany(own);
  await tx.onboarding.deleteMany(own);
  await tx.userTenant.deleteMany({ where: { userId, tenantId: { notIn: kept } } });
  await tx.signUp.deleteMany({ where: { email } });
  await tx.idempotencyKey.deleteMany({ where: { scope: { startsWith: `user:${userId}` } } });
  await tx.account.updateMany({ where: { billingEmail: email }, data: { billingEmail: null } });
  // An account that nobody else owns ends with its last workspace; till then its owner has no name.
  await tx.$executeRaw`
    delete from platform.account_members m where m.user_id = ${userId}::uuid and exists (
      select 1 from platform.account_members o
      where o.account_id = m.account_id and o.user_id <> m.user_id and o.role = 'owner')`;
}

async function pseudonymise(tx: SystemTx, { userId, label }: Doomed): Promise<void> {
  await tx.user.update({
    where: { id: userId },
    data: {
      ...{ email: `${label}-${userId}@erased.invalid`, firstName: "", lastName: "", status: "erased" },
      ...{ tenantId: null, emailVerifiedAt: null, lastSignInMethod: null, locale: "en", theme: "system" },
    },
    select: { id: true },
  });
  await tx.$queryRaw`select platform.pseudonymise_person_names(${userId}::uuid, ${label})::text`;
  await tx.$queryRaw`select platform.pseudonymise_person_events(${userId}::uuid, ${label})::text`;
}
