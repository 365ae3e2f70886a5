import "server-only";
import { inviterStillMay } from "@/lib/access/invitations/inviter-still-may";
import { addMember } from "@/lib/access/members/add-member";
import { endTokensOf } from "@/lib/access/personal-tokens/end-tokens-of";
import { lockSeats } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import type { ScimContext } from "../context";
import { ScimError } from "../protocol/scim-error";
import type { DirectoryPerson } from "./find-directory-person";
import type { LiveDirectory } from "./live-directories";
import { assertUnprotected, type Protection } from "./protection-of";

/** What of a membership is a directory's doing. */
export type Provenance = { joinedHere: boolean; suspendedHere: boolean };

type Wish = {
  person: DirectoryPerson;
  active: boolean;
  before: Provenance;
  protection: Protection;
  live: readonly LiveDirectory[];
};
/** `keptBy`: the directory that still vouches for somebody who should have been deactivated. */
export type Outcome = { provenance: Provenance; keptBy: LiveDirectory | null };

/**
 * Brings a membership in step with an entry, inside the transaction at hand: who is wanted joins or comes back, who is
 * not is deactivated. Who an admin deactivated by hand stays so; only what a directory did is taken back by it.
 * @throws ConflictError break_glass, account_owner; LimitError seat_limit
 */
export async function setMembership(tx: TenantTx, ctx: ScimContext, wish: Wish): Promise<Outcome> {
  const tenantId = ctx.tenant.id;
  const { person, active, before } = wish;
  const become = (provenance: Provenance): Outcome => ({ provenance, keptBy: null });
  const [row] = await tx.$queryRaw<{ status: string }[]>`select status::text from shared.memberships
    where tenant_id = ${tenantId}::uuid and user_id = ${person.id}::uuid for update`;
  if (!active) return deactivate(tx, ctx, wish, row?.status ?? null);
  switch (row?.status) {
    case "active":
      return become({ ...before, suspendedHere: false });
    case "suspended":
      if (!before.suspendedHere) return become(before);
      await changeStatus(tx, ctx, person, "active");
      return become({ ...before, suspendedHere: false });
    default:
      await join(tx, ctx, person);
      return become({ joinedHere: true, suspendedHere: false });
  }
}

async function deactivate(
  tx: TenantTx,
  ctx: ScimContext,
  { person, before, protection, live }: Wish,
  status: string | null,
): Promise<Outcome> {
  const tenantId = ctx.tenant.id;
  if (status === null) {
    // An entry that begins inactive makes nobody a member: the row only holds the place until it is switched on.
    const { id: userId, ...copy } = person;
    const data = { tenantId, userId, ...copy, source: "scim", status: "removed" };
    await tx.membership.create({ data, select: { userId: true } });
    return { provenance: before, keptBy: null };
  }
  const isLeaving = status === "suspended" && protection === "leaving";
  if (status !== "active" && !isLeaving) return { provenance: before, keptBy: null };
  const keptBy = await wantedElsewhere(tx, ctx, person.id, live);
  if (keptBy) return { provenance: before, keptBy: isLeaving ? null : keptBy };
  const provenance = { ...before, suspendedHere: true };
  if (isLeaving) {
    // From here on it is the directory's doing, also when they take the deletion of their account back.
    await tx.$queryRaw`select platform.announce_member(${person.id}::uuid, 'suspended')::text`;
    return { provenance, keptBy: null };
  }
  assertUnprotected(protection);
  await changeStatus(tx, ctx, person, "suspended");
  return { provenance, keptBy: null };
}

/** Another directory of the same workspace that still vouches for this person. */
async function wantedElsewhere(
  tx: TenantTx,
  ctx: ScimContext,
  userId: string,
  live: readonly LiveDirectory[],
): Promise<LiveDirectory | null> {
  const others = live.filter(({ id }) => id !== ctx.connection.id);
  const found = await tx.scimUser.findFirst({
    where: {
      tenantId: ctx.tenant.id,
      userId,
      active: true,
      connectionId: { in: others.map(({ id }) => id) },
    },
    select: { connectionId: true },
  });
  return others.find(({ id }) => id === found?.connectionId) ?? null;
}

/** What the event log says where a provider's word was heard and not followed. */
export function keptNote(keptBy: LiveDirectory | null): string {
  return keptBy ? `The member stays active: the directory of ${keptBy.name} still lists them as active.` : "";
}

async function changeStatus(
  tx: TenantTx,
  ctx: ScimContext,
  person: DirectoryPerson,
  status: "active" | "suspended",
): Promise<void> {
  const where = { tenantId_userId: { tenantId: ctx.tenant.id, userId: person.id } };
  await tx.membership.update({ where, data: { status }, select: { userId: true } });
  if (status === "suspended") await endTokensOf(tx, ctx, person.id);
  await tx.$queryRaw`select platform.announce_member(${person.id}::uuid, ${status})::text`;
  await recordEvent(tx, ctx, {
    action: status === "suspended" ? "member.deactivated" : "member.reactivated",
    target: { type: "member", id: person.id, label: labelOf(person) },
    before: { status: status === "suspended" ? "active" : "suspended" },
    after: { status, directory: ctx.connection.id },
  });
}

/** A pending invitation is taken up, with its role: that one was given by hand. */
async function join(tx: TenantTx, ctx: ScimContext, person: DirectoryPerson): Promise<void> {
  const tenantId = ctx.tenant.id;
  await lockSeats(tx, tenantId);
  await tx.$queryRaw`select 1 as one from shared.invitations
    where tenant_id = ${tenantId}::uuid and email = ${person.email} and status = 'pending' for update`;
  const waiting = await tx.invitation.findFirst({
    where: { tenantId, email: person.email, status: "pending", expiresAt: { gt: new Date() } },
    select: { id: true, invitedBy: true, role: { select: { id: true, key: true, rank: true } } },
  });
  // An offer ends with its maker's right to make it.
  const invitation = waiting && (await inviterStillMay(tx, tenantId, waiting)) ? waiting : null;
  const role = invitation?.role ?? (await fallbackRole(tx, ctx));
  await addMember(tx, {
    tenantId,
    user: person,
    role,
    source: "scim",
    createdBy: invitation?.invitedBy ?? null,
    seatLimit: seatLimitOf(ctx.tenant.entitlements),
  });
  if (invitation) {
    await tx.invitation.update({
      where: { tenantId_id: { tenantId, id: invitation.id } },
      data: { status: "accepted", acceptedBy: person.id },
      select: { id: true },
    });
    const given = { tenantId, subjectType: "user", subjectId: person.id, roleId: role.id };
    await tx.roleBinding.updateMany({ where: given, data: { source: "invite" } });
  }
  const label = labelOf(person);
  await recordEvent(tx, ctx, {
    action: "member.joined",
    target: { type: "member", id: person.id, label },
    after: {
      roles: [role.key],
      directory: ctx.connection.id,
      ...(invitation && { invitation_id: invitation.id }),
    },
  });
  await notifyIntegrations(tx, tenantId, {
    event: "member.joined",
    actor: ctx.actor.name,
    target: { id: person.id, name: label },
  });
}

/**
 * The role of people whom no group gives one: the connection's, else the weakest built-in one.
 * @throws ScimError when the workspace has neither
 */
export async function fallbackRole(tx: TenantTx, ctx: ScimContext): Promise<{ id: string; key: string }> {
  const { defaultRole } = ctx.connection;
  const found = await tx.role.findMany({
    where: { tenantId: ctx.tenant.id, key: { in: [defaultRole, "viewer"] } },
    select: { id: true, key: true },
  });
  const role = found.find(({ key }) => key === defaultRole) ?? found[0];
  if (role) return role;
  throw new ScimError("conflict", null, "The connection's default role is not there any more.");
}

export function labelOf(person: Pick<DirectoryPerson, "email" | "firstName" | "lastName">): string {
  return `${person.firstName} ${person.lastName}`.trim() || person.email;
}
