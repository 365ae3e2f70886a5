import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { recordPlatformEvent } from "@/lib/audit/record-platform-event";
import { setMemberships } from "@/lib/auth/deletion/set-memberships";
import { listUndoAddresses } from "@/lib/auth/email-change/list-undo-addresses";
import { lockPerson } from "@/lib/auth/mfa/lock-person";
import { revokeSessions } from "@/lib/auth/revoke-sessions";
import { assertRecent } from "@/lib/auth/step-up/assert-recent";
import { issueToken } from "@/lib/auth/tokens/issue-token";
import { voidTokens } from "@/lib/auth/tokens/void-tokens";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, ValidationError } from "@/lib/core/errors";
import { takeBackTenant } from "@/lib/lifecycle/provisioning/take-back-tenant";
import { deleteTenant } from "@/lib/lifecycle/tenants/delete-tenant";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { rootUrl } from "@/lib/tenancy/hosts";
import { type SystemTx, withSystem } from "@/lib/tenancy/with-system";
import { findLeftBehind, type LeftBehind, soleAccountsOf } from "./find-left-behind";
import { findRefusal } from "./get-deletion-plan";
import { handOverTenant, tryHandOver } from "./hand-over-tenant";
import { personInTenant } from "./person-in-tenant";
import { KEEP_DAYS, type WorkspaceChoice } from "./schema";

const DAY_SECONDS = 86_400;

/**
 * Closes the own account at once (sessions, keys, sign-in) and erases it in a week, unless the mailed link takes that
 * back. Every workspace that would be left alone is handed over or deleted first, as chosen. Of two last admins who leave
 * at once the database keeps one.
 * @throws DomainError step_up_required; ValidationError choice_needed, choice_unknown; ConflictError super_admin_stays,
 *   break_glass_person, last_admin, last_owner
 */
export async function requestDeletion(
  ctx: UserContext,
  input: { workspaces: WorkspaceChoice[] },
): Promise<{ deleteAfter: Date }> {
  assertRecent(ctx.actor);
  const { userId } = ctx.actor;
  const refused = await findRefusal(userId);
  if (refused) throw new ConflictError("This account cannot be deleted now.", { reason: refused });
  const left = await findLeftBehind(ctx);
  assertAllLeft(left, input.workspaces);
  const chosen = left.map((tenant, at) => ({ tenant, choice: choiceFor(tenant, input.workspaces, at) }));
  // All are tried before the first is done: whoever is refused has lost nothing.
  for (const { tenant, choice } of chosen) {
    if (choice.action === "transfer") await tryHandOver(ctx, tenant, choice.to);
  }
  for (const { tenant, choice } of chosen) {
    if (choice.action === "transfer") await handOverTenant(ctx, tenant, choice.to);
    else await deleteTenant(await personInTenant(ctx, tenant.id), tenant.id);
  }
  const deleteAfter = new Date(Date.now() + KEEP_DAYS * DAY_SECONDS * 1000);
  const elsewhere = await keepingAdmin(setMemberships(userId, { to: "suspended", where: "other_cells" }));
  try {
    await keepingAdmin(withSystem((tx) => close(tx, ctx, { deleteAfter, elsewhere })));
  } catch (error) {
    await setMemberships(userId, { to: "active", where: "other_cells", only: elsewhere });
    throw error;
  }
  return { deleteAfter };
}

/** A choice for a workspace that needs none was made for another state of things. */
function assertAllLeft(left: LeftBehind[], choices: WorkspaceChoice[]): void {
  const at = choices.findIndex((choice) => !left.some(({ id }) => id === choice.id));
  if (at < 0) return;
  throw new ValidationError([
    { path: `workspaces.${at}.id`, code: "choice_unknown", message: "This workspace needs no choice." },
  ]);
}

function choiceFor(tenant: LeftBehind, choices: WorkspaceChoice[], at: number): WorkspaceChoice {
  const choice = choices.find(({ id }) => id === tenant.id);
  const fits =
    choice?.action === "transfer"
      ? tenant.candidates.some(({ id }) => id === choice.to)
      : choice?.action === "delete" && tenant.canDelete;
  if (choice && fits) return choice;
  throw new ValidationError([
    { path: `workspaces.${at}`, code: "choice_needed", message: `Choose what becomes of ${tenant.name}.` },
  ]);
}

async function close(
  tx: SystemTx,
  ctx: UserContext,
  input: { deleteAfter: Date; elsewhere: string[] },
): Promise<void> {
  const { userId, email } = ctx.actor;
  const { deleteAfter, elsewhere } = input;
  // Whoever changes their roles holds the membership and wants the person: the same order here, or both wait for ever.
  await tx.$executeRaw`
    select 1 from shared.memberships where user_id = ${userId}::uuid order by tenant_id for update`;
  await lockPerson(tx, userId);
  // Two owners who leave at once come after each other: the second sees that the first is leaving.
  await tx.$executeRaw`
    select 1 from platform.accounts a where a.id in (
      select m.account_id from platform.account_members m where m.user_id = ${userId}::uuid) order by a.id for update`;
  await takeBackUnborn(tx, ctx);
  await assertOwnersStay(tx, userId);
  const { count } = await tx.user.updateMany({
    where: { id: userId, status: "active" },
    data: { status: "leaving" },
  });
  if (count === 0) throw new ConflictError("This account is being deleted already.");
  const here = await setMemberships(userId, { to: "suspended", where: "main_cell", tx });
  const fields = { status: "pending", suspendedIn: [...here, ...elsewhere], deleteAfter, doneAt: null };
  await tx.personDeletion.upsert({
    where: { userId },
    create: { userId, ...fields },
    update: { ...fields, requestedAt: new Date() },
    select: { userId: true },
  });
  await revokeSessions(tx, { userId });
  await voidTokens(tx, userId);
  const token = await issueToken(tx, {
    kind: "deletion_cancel",
    userId,
    ttlSeconds: KEEP_DAYS * DAY_SECONDS,
  });
  const url = rootUrl(`/keep-account#token=${token}`);
  await mailDeletion(tx, userId, { url, deleteAfter: deleteAfter.toISOString() });
  await recordPlatformEvent(tx, ctx, {
    action: "user.deletion_requested",
    target: { type: "user", id: userId, label: email },
    after: { delete_after: deleteAfter.toISOString() },
  });
}

/** A thief changes the address first: whoever may still take that back is asked as well. */
async function mailDeletion(
  tx: SystemTx,
  userId: string,
  data: { url: string; deleteAfter: string },
): Promise<void> {
  const { email, locale } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  for (const to of [email, ...(await listUndoAddresses(tx, userId))]) {
    const language = locale === "nl" ? "nl" : "en";
    await enqueueMail(tx, { template: "account_deletion_asked", to, locale: language, data });
  }
}

/** Workspaces in review are withdrawn: nobody is in them, and there will be nobody to tell the answer. */
async function takeBackUnborn(tx: SystemTx, ctx: UserContext): Promise<void> {
  const accountId = { in: await soleAccountsOf(tx, ctx.actor.userId) };
  const unborn = await tx.tenant.findMany({
    where: { accountId, status: "pending_approval" },
    select: { id: true, name: true, accountId: true },
  });
  for (const { id: tenantId, name, accountId: account } of unborn) {
    const operation = await tx.operation.findFirst({ where: { tenantId }, select: { id: true } });
    if (!operation) continue;
    await tx.tenantReview.updateMany({
      where: { tenantId, state: { in: ["waiting", "info_requested"] } },
      data: { state: "rejected", snoozedUntil: null, decidedAt: new Date() },
    });
    const unbornTenant = { operationId: operation.id, tenantId, accountId: account };
    if (!(await takeBackTenant(tx, unbornTenant, "rejected"))) continue;
    await recordPlatformEvent(tx, ctx, {
      action: "tenant.withdrawn",
      target: { type: "tenant", id: tenantId, label: name },
      accountId: account,
    });
  }
}

/** An account whose workspaces are all being deleted may be left behind: it ends with the last of them. */
async function assertOwnersStay(tx: SystemTx, userId: string): Promise<void> {
  const alone = await tx.tenant.count({
    where: {
      accountId: { in: await soleAccountsOf(tx, userId) },
      status: { notIn: ["erased", "offboarding"] },
    },
  });
  if (alone > 0) {
    throw new ConflictError("An account keeps at least one owner. Make somebody else owner first.", {
      reason: "last_owner",
    });
  }
}
