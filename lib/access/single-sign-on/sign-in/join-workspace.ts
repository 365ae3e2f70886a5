import "server-only";
import { inviterStillMay } from "@/lib/access/invitations/inviter-still-may";
import { addMember } from "@/lib/access/members/add-member";
import { keepingAdmin } from "@/lib/access/members/keeping-admin";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { replaceRole } from "@/lib/access/roles/replace-role";
import { lockSeats } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { SsoClaims } from "@/lib/auth/sso/schema";
import { SsoError } from "@/lib/auth/sso/sso-error";
import type { Actor, RequestInfo, TenantFacts } from "@/lib/core/context";
import { DomainError, LimitError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { logger } from "@/lib/infra/logger";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { withSystem } from "@/lib/tenancy/with-system";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import type { FoundPerson } from "./find-person";
import { roleForGroups } from "./role-for-groups";
import type { ConnectionRules } from "./sign-in-with-claims";

type Join = { tenant: TenantFacts; rules: ConnectionRules; claims: SsoClaims; found: FoundPerson };
type Person = { id: string; email: string; firstName: string; lastName: string };

const ACTOR: Actor = { type: "system", name: "Single sign-on" };

/**
 * Sees to it that the person is an active member, and returns their id: a member stays one, a pending invitation is
 * accepted, anybody else joins just in time where the connection allows it. Who was removed or deactivated by an admin
 * does not come back by themselves.
 * @throws SsoError
 */
export async function joinWorkspace(info: RequestInfo, join: Join): Promise<string> {
  const { tenant, found } = join;
  const membership = found.kind === "new" ? null : await membershipOf(tenant.id, found.userId);
  if (found.kind !== "new" && membership?.status === "active") {
    await keepRole(info, join, found.userId);
    return found.userId;
  }
  if (membership?.status === "suspended") {
    throw new SsoError("sso_membership_suspended", "An admin has deactivated this member.");
  }
  const email = found.kind === "known" ? membership?.email : found.email;
  if (email === undefined) throw new SsoError("sso_not_member", "This person is no member of the workspace.");
  await assertOpen(tenant, email);
  const invitation = await pendingInvitation(tenant.id, email);
  if (!invitation && membership) {
    throw new SsoError("sso_membership_removed", "An admin has removed this person: invite them again.");
  }
  if (!invitation && (!join.rules.jit || found.kind === "known")) {
    throw new SsoError("sso_not_member", "This person is no member, and nobody joins by signing in here.");
  }
  const person = found.kind === "new" ? await makePerson(email, join.claims) : await personOf(found.userId);
  await withTenant({ tenantId: tenant.id, userId: person.id }, (tx) =>
    become(tx, info, join, person, email),
  ).catch((error: unknown) => {
    if (!(error instanceof LimitError)) throw error;
    throw new SsoError("sso_seat_limit", error.message, error);
  });
  return person.id;
}

async function membershipOf(tenantId: string, userId: string) {
  return withTenant({ tenantId }, (tx) =>
    tx.membership.findUnique({
      where: { tenantId_userId: { tenantId, userId } },
      select: { status: true, email: true },
    }),
  );
}

async function assertOpen(tenant: TenantFacts, email: string): Promise<void> {
  if (!hasCapability(tenant.status, tenant.billingState, "invite")) {
    throw new SsoError("sso_workspace_unavailable", "This workspace takes no new members now.");
  }
  const { email_domains: domains } = await readPolicy(tenant.id);
  if (!isAllowedDomain(domains, email)) {
    throw new SsoError("sso_not_member", "The security policy admits other e-mail domains only.");
  }
}

function pendingInvitation(tenantId: string, email: string) {
  return withTenant({ tenantId }, (tx) => lockPending(tx, tenantId, email));
}

/**
 * The invitation that waits for this address, locked against being revoked meanwhile; none when whoever sent it may no
 * longer offer its role.
 */
async function lockPending(tx: TenantTx, tenantId: string, email: string) {
  await tx.$queryRaw`select 1 as one from shared.invitations
    where tenant_id = ${tenantId}::uuid and email = ${email} and status = 'pending' for update`;
  const found = await tx.invitation.findFirst({
    where: { tenantId, email, status: "pending", expiresAt: { gt: new Date() } },
    select: { id: true, invitedBy: true, role: { select: { id: true, key: true, rank: true } } },
  });
  return found && (await inviterStillMay(tx, tenantId, found)) ? found : null;
}

/** Whoever holds the domain holds its mailboxes, so the address counts as proved. No password: none is needed here. */
async function makePerson(email: string, claims: SsoClaims): Promise<Person> {
  const names = { firstName: claims.first_name, lastName: claims.last_name };
  return withSystem(async (tx) => {
    await tx.user.createMany({
      data: { id: newId(), email, ...names, emailVerifiedAt: new Date() },
      skipDuplicates: true,
    });
    return tx.user.findUniqueOrThrow({
      where: { email },
      select: { id: true, email: true, firstName: true, lastName: true },
    });
  });
}

function personOf(id: string): Promise<Person> {
  return withSystem((tx) =>
    tx.user.findUniqueOrThrow({
      where: { id },
      select: { id: true, email: true, firstName: true, lastName: true },
    }),
  );
}

async function become(
  tx: TenantTx,
  info: RequestInfo,
  join: Join,
  person: Person,
  email: string,
): Promise<void> {
  const { tenant, rules, claims } = join;
  const tenantId = tenant.id;
  // Of parallel first sign-ins one joins and the others find a member; an admin's change comes before or after.
  await lockRoles(tx, tenantId);
  await lockSeats(tx, tenantId);
  const member = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId, userId: person.id } },
    select: { status: true },
  });
  if (member?.status === "active") return;
  const invitation = await lockPending(tx, tenantId, email);
  if (!invitation && !rules.jit) {
    throw new SsoError("sso_not_member", "The invitation was withdrawn, or may no longer be given.");
  }
  const mapped = await roleForGroups(tx, tenantId, rules.groupRoles, claims.groups);
  const role =
    mapped ??
    invitation?.role ??
    (await tx.role.findUnique({
      where: { tenantId_key: { tenantId, key: rules.defaultRole } },
      select: { id: true, key: true },
    }));
  if (!role) throw new SsoError("sso_not_member", `The role ${rules.defaultRole} is not there any more.`);
  await addMember(tx, {
    tenantId,
    user: person,
    role,
    source: "jit",
    createdBy: invitation?.invitedBy ?? null,
    seatLimit: seatLimitOf(tenant.entitlements),
  });
  if (invitation) {
    await tx.invitation.update({
      where: { tenantId_id: { tenantId, id: invitation.id } },
      data: { status: "accepted", acceptedBy: person.id },
      select: { id: true },
    });
  }
  const label = `${person.firstName} ${person.lastName}`.trim() || person.email;
  await recordEvent(
    tx,
    { ...info, actor: ACTOR, tenant },
    {
      action: "member.joined",
      target: { type: "member", id: person.id, label },
      after: {
        roles: [role.key],
        single_sign_on: rules.id,
        ...(invitation && { invitation_id: invitation.id }),
      },
    },
  );
  await notifyIntegrations(tx, tenantId, {
    event: "member.joined",
    actor: label,
    target: { id: person.id, name: label },
  });
}

/**
 * Groups decide again at every sign-in, but only over a role that single sign-on gave and that still runs: what an
 * admin gave stays, and what ended or was taken away does not come back.
 */
async function keepRole(info: RequestInfo, join: Join, userId: string): Promise<void> {
  const { tenant, rules, claims } = join;
  const tenantId = tenant.id;
  const change = withTenant({ tenantId, userId }, async (tx) => {
    await lockRoles(tx, tenantId);
    const mapped = await roleForGroups(tx, tenantId, rules.groupRoles, claims.groups);
    if (!mapped) return;
    const held = await tx.roleBinding.findMany({
      where: {
        ...{ tenantId, subjectType: "user", subjectId: userId, nodeId: null },
        OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      },
      select: { roleId: true, source: true, role: { select: { key: true } } },
    });
    const isOurs = held.length > 0 && held.every(({ source }) => source === "jit");
    if (!isOurs || held.some(({ roleId }) => roleId === mapped.id)) return;
    await replaceRole(tx, { tenantId, userId, role: mapped, source: "jit", createdBy: null });
    await recordEvent(
      tx,
      { ...info, actor: ACTOR, tenant },
      {
        action: "member.role_changed",
        target: { type: "member", id: userId },
        before: { roles: held.map(({ role }) => role.key) },
        after: { roles: [mapped.key], single_sign_on: rules.id },
      },
    );
  });
  await keepingAdmin(change).catch((error: unknown) => {
    // The last admin stays one, whatever the groups say; that is no reason to keep them out.
    if (!(error instanceof DomainError && error.details.reason === "last_admin")) throw error;
    logger.warn({ tenantId, userId }, "groups of single sign-on would take the last admin away");
  });
}
