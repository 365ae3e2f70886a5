import "server-only";
import { addMember } from "@/lib/access/members/add-member";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { lockSeats } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantFacts, UserContext } from "@/lib/core/context";
import { ConflictError, DomainError, PermissionError } from "@/lib/core/errors";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { inviterStillMay } from "../inviter-still-may";
import { type InvitationRow, statusOf, workspaceOf } from "../record";
import type { AcceptedInvitation } from "../schema";
import { supersedeInvitation } from "../supersede-invitation";
import { findInvitationTenant } from "./find-invitation-tenant";
import { lockByToken } from "./lock-by-token";
import { adoptTimeZone, fullName, type VerifiedPerson, verifiedPerson } from "./verified-person";

/**
 * Makes the signed-in person a member with the offered role, in one transaction; repeating it changes nothing more.
 * Mails the inviter. A member, who may have come in another way since, keeps what they have: the offer is closed.
 * @throws NotFoundError for an unknown or replaced token; LimitError reason seat_limit;
 *   DomainError sso_required (the provider's sign-in accepts it)
 * @throws PermissionError reason wrong_account, email_unverified
 * @throws ConflictError reasons invitation_expired, invitation_revoked, invitation_bounced, invitation_declined, invitation_used,
 *   inviter_lacks_rights, membership_suspended, domain_not_allowed, workspace_unavailable
 */
export async function acceptInvitation(ctx: UserContext, token: string): Promise<AcceptedInvitation> {
  const { tenant, hash } = await findInvitationTenant(token);
  const person = await verifiedPerson(ctx);
  const { email_domains: domains, sso } = await readPolicy(tenant.id);
  const joined = await withTenant({ tenantId: tenant.id, userId: person.id }, async (tx) => {
    await lockRoles(tx, tenant.id);
    await lockSeats(tx, tenant.id);
    const row = await lockByToken(tx, tenant.id, hash);
    if (row.email !== person.email) {
      throw new PermissionError("invitation", { reason: "wrong_account" });
    }
    if (row.status === "accepted" && row.acceptedBy === person.id) return false;
    const member = await tx.membership.findUnique({
      where: { tenantId_userId: { tenantId: tenant.id, userId: person.id } },
      select: { status: true },
    });
    if (member?.status === "active") {
      await supersedeInvitation(tx, { ...ctx, tenant }, person.email);
      return false;
    }
    if (!isAllowedDomain(domains, person.email)) {
      refuse("This workspace takes members of certain e-mail domains only.", "domain_not_allowed");
    }
    if (member?.status === "suspended") {
      refuse("Your access to this workspace is deactivated. Ask an admin.", "membership_suspended");
    }
    await assertOpen(tx, tenant, row);
    if (sso.required) {
      throw new DomainError(
        "sso_required",
        "This workspace takes people through single sign-on: sign in there, and you are a member.",
        { reason: "invitation_needs_sso" },
      );
    }
    await addMember(tx, {
      tenantId: tenant.id,
      user: person,
      role: row.role,
      source: "invite",
      createdBy: row.invitedBy,
      seatLimit: seatLimitOf(tenant.entitlements),
    });
    await close(tx, ctx, tenant, row, person);
    return true;
  });
  if (joined) await adoptTimeZone(person.id, tenant);
  return { workspace: workspaceOf(tenant) };
}

async function assertOpen(tx: TenantTx, tenant: TenantFacts, row: InvitationRow): Promise<void> {
  const status = statusOf(row);
  if (status === "accepted") refuse("This invitation was used already.", "invitation_used");
  if (status !== "pending") refuse(`This invitation is ${status}.`, `invitation_${status}`);
  if (!hasCapability(tenant.status, tenant.billingState, "invite")) {
    refuse("This workspace takes no new members now.", "workspace_unavailable");
  }
  if (!(await inviterStillMay(tx, tenant.id, row))) {
    refuse(
      "Whoever invited you may no longer give this role. Ask an admin to invite you.",
      "inviter_lacks_rights",
    );
  }
}

function refuse(message: string, reason: string): never {
  throw new ConflictError(message, { reason });
}

async function close(
  tx: TenantTx,
  ctx: UserContext,
  tenant: TenantFacts,
  row: InvitationRow,
  person: VerifiedPerson,
): Promise<void> {
  const tenantId = tenant.id;
  await tx.invitation.update({
    where: { tenantId_id: { tenantId, id: row.id } },
    data: { status: "accepted", acceptedBy: person.id },
    select: { id: true },
  });
  const name = fullName(person);
  await recordEvent(
    tx,
    { ...ctx, tenant },
    {
      action: "member.joined",
      target: { type: "member", id: person.id, label: name },
      after: { roles: [row.role.key], invitation_id: row.id, invited_by: row.invitedBy },
    },
  );
  await notifyIntegrations(tx, tenantId, {
    event: "member.joined",
    actor: name,
    target: { id: person.id, name },
  });
  const inviter = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId, userId: row.invitedBy } },
    select: { email: true },
  });
  if (!inviter) return;
  await enqueueMail(tx, {
    template: "invitation_accepted",
    to: inviter.email,
    locale: tenant.locale,
    data: { name, tenantName: tenant.name, slug: tenant.slug },
    dedupeKey: `invitation-accepted:${row.id}`,
  });
}
