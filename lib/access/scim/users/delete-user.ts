import "server-only";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { withdrawMembership } from "@/lib/access/members/withdraw-membership";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { endOwnSessions } from "../membership/end-own-sessions";
import type { LiveDirectory } from "../membership/live-directories";
import { projectRoles } from "../membership/project-roles";
import { assertUnprotected, type Protection } from "../membership/protection-of";
import { keptNote, labelOf, setMembership } from "../membership/set-membership";
import { assertVersion } from "../protocol/version";
import { lockUser } from "./lock-user";
import { prepareChange } from "./prepare-change";
import type { UserRow } from "./present-user";

/**
 * Takes an entry away. A membership that the directory made ends with it; one that was made by hand is deactivated and
 * keeps the roles given by hand. Either way the person is out with the next request. What is left is a note of whom the
 * entry stood for.
 * @throws ScimError 404, 412; ConflictError last_admin, break_glass, account_owner
 */
export async function deleteUser(
  ctx: ScimContext,
  id: string,
  ifMatch: string | null,
): Promise<{ note: string }> {
  const tenantId = ctx.tenant.id;
  const { userId, protection, live } = await prepareChange(ctx, id);
  const work = withTenant({ tenantId, userId }, async (tx) => {
    const row = await lockUser(tx, ctx, id);
    assertVersion(ifMatch, row.revision);
    const { suspendedHere, keptBy } = await endMembership(tx, ctx, row, { protection, live });
    await tx.scimUser.delete({ where: { tenantId_id: { tenantId, id } }, select: { id: true } });
    await tx.scimTombstone.create({
      data: {
        tenantId,
        id: newId(),
        connectionId: ctx.connection.id,
        userId: row.userId,
        userNameKey: row.userNameKey,
        externalId: row.externalId,
        joinedHere: row.joinedHere,
        suspendedHere,
      },
      select: { id: true },
    });
    await projectRoles(tx, ctx, [row.userId], { live, fallbackRoleId: null });
    await recordEvent(tx, ctx, {
      action: "scim.user_deleted",
      target: { type: "scim_user", id, label: row.userName },
      before: { user_name: row.userName, active: row.active, member_id: row.userId },
      ...(keptBy && { after: { kept_by: keptBy.id } }),
    });
    return keptBy;
  });
  const keptBy = await keepingAdmin(work);
  await endOwnSessions(ctx, userId);
  return { note: keptNote(keptBy) };
}

/** Answers whether the membership is deactivated by this directory now, or who keeps it. */
async function endMembership(
  tx: TenantTx,
  ctx: ScimContext,
  row: UserRow,
  { protection, live }: { protection: Protection; live: readonly LiveDirectory[] },
): Promise<{ suspendedHere: boolean; keptBy: LiveDirectory | null }> {
  const tenantId = ctx.tenant.id;
  const member = await tx.membership.findUniqueOrThrow({
    where: { tenantId_userId: { tenantId, userId: row.userId } },
    select: { email: true, firstName: true, lastName: true, status: true },
  });
  const { status, ...copy } = member;
  const person = { id: row.userId, ...copy };
  const others = await tx.scimUser.count({
    where: {
      ...{ tenantId, userId: row.userId, id: { not: row.id } },
      connectionId: { in: live.map(({ id }) => id) },
    },
  });
  if (!row.joinedHere || others > 0) {
    const before = { joinedHere: row.joinedHere, suspendedHere: row.suspendedHere };
    const wish = { person, active: false, before, protection, live };
    const { provenance, keptBy } = await setMembership(tx, ctx, wish);
    return { suspendedHere: provenance.suspendedHere, keptBy };
  }
  if (status === "removed") return { suspendedHere: false, keptBy: null };
  if (status === "active") assertUnprotected(protection);
  await withdrawMembership(tx, ctx, row.userId);
  await recordEvent(tx, ctx, {
    action: "member.removed",
    target: { type: "member", id: row.userId, label: labelOf(person) },
    before: { status },
    after: { directory: ctx.connection.id },
  });
  return { suspendedHere: false, keptBy: null };
}
