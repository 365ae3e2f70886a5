import "server-only";
import { addMember } from "@/lib/access/members/add-member";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { lockSeats } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantFacts, UserContext } from "@/lib/core/context";
import { ConflictError, DomainError, NotFoundError, PermissionError } from "@/lib/core/errors";
import { notifyIntegrations } from "@/lib/notifications/integrations/notify-integrations";
import { hasCapability } from "@/lib/tenancy/capabilities";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { findInvitationTenant } from "../answer/find-invitation-tenant";
import { adoptTimeZone, fullName, type VerifiedPerson, verifiedPerson } from "../answer/verified-person";
import { inviterStillMay } from "../inviter-still-may";
import { LINK_KIND, workspaceOf } from "../record";
import type { AcceptedInvitation } from "../schema";
import { supersedeInvitation } from "../supersede-invitation";
import { LINK_FIELDS, type LinkRow, linkStatusOf } from "./internal";

/**
 * Makes the signed-in person a member with the link's role and counts one use, in one transaction. For a member it
 * changes nothing. Who was removed or deactivated does not come back with a link.
 * @throws NotFoundError for an unknown token; LimitError reason seat_limit; DomainError sso_required
 * @throws PermissionError reasons email_unverified, link_other_domain
 * @throws ConflictError reasons link_expired, link_revoked, link_used_up, inviter_lacks_rights, membership_suspended,
 *   membership_removed, workspace_unavailable
 */
export async function joinWithLink(ctx: UserContext, token: string): Promise<AcceptedInvitation> {
  const { tenant, hash } = await findInvitationTenant(token, LINK_KIND);
  const person = await verifiedPerson(ctx);
  const tenantId = tenant.id;
  const { email_domains: admitted, sso } = await readPolicy(tenantId);
  const joined = await withTenant({ tenantId, userId: person.id }, async (tx) => {
    await lockRoles(tx, tenantId);
    await lockSeats(tx, tenantId);
    const row = (await tx.invitationLink.findUnique({
      where: { tenantId_tokenHash: { tenantId, tokenHash: hash } },
      select: LINK_FIELDS,
    })) as LinkRow | null;
    if (!row) throw new NotFoundError("link");
    if (await isMember(tx, tenantId, person)) return false;
    if (!isAllowedDomain(row.domains, person.email) || !isAllowedDomain(admitted, person.email)) {
      throw new PermissionError("invitation", { reason: "link_other_domain" });
    }
    await assertOpen(tx, tenant, row);
    if (sso.required) {
      throw new DomainError("sso_required", "This workspace takes people through single sign-on.", {
        reason: "invitation_needs_sso",
      });
    }
    await takeUse(tx, tenantId, row);
    await addMember(tx, {
      tenantId,
      user: person,
      role: row.role,
      source: "invite",
      createdBy: row.createdBy,
      seatLimit: seatLimitOf(tenant.entitlements),
    });
    await supersedeInvitation(tx, { ...ctx, tenant }, person.email);
    await announce(tx, ctx, tenant, person, row);
    return true;
  });
  if (joined) await adoptTimeZone(person.id, tenant);
  return { workspace: workspaceOf(tenant) };
}

async function isMember(tx: TenantTx, tenantId: string, person: VerifiedPerson): Promise<boolean> {
  const member = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId, userId: person.id } },
    select: { status: true },
  });
  if (member?.status === "suspended") {
    refuse("Your access to this workspace is deactivated. Ask an admin.", "membership_suspended");
  }
  if (member?.status === "removed") {
    refuse("An admin removed you. Ask for an invitation of your own.", "membership_removed");
  }
  return member?.status === "active";
}

async function assertOpen(tx: TenantTx, tenant: TenantFacts, row: LinkRow): Promise<void> {
  const status = linkStatusOf(row);
  if (status !== "open") refuse("This link is no longer open.", `link_${status}`);
  if (!hasCapability(tenant.status, tenant.billingState, "invite")) {
    refuse("This workspace takes no new members now.", "workspace_unavailable");
  }
  if (!(await inviterStillMay(tx, tenant.id, { invitedBy: row.createdBy, role: row.role }))) {
    refuse("Whoever made this link may no longer give its role.", "inviter_lacks_rights");
  }
}

/** The condition is the database's: of parallel uses of the last place one is counted. */
async function takeUse(tx: TenantTx, tenantId: string, { id }: LinkRow): Promise<void> {
  const taken = await tx.$executeRaw`
    update shared.invitation_links set uses = uses + 1
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and uses < max_uses and revoked_at is null
      and expires_at > clock_timestamp()`;
  if (taken !== 1) refuse("This link was used as often as it may be.", "link_used_up");
}

async function announce(
  tx: TenantTx,
  ctx: UserContext,
  tenant: TenantFacts,
  person: VerifiedPerson,
  row: LinkRow,
): Promise<void> {
  const name = fullName(person);
  await recordEvent(
    tx,
    { ...ctx, tenant },
    {
      action: "member.joined",
      target: { type: "member", id: person.id, label: name },
      after: { roles: [row.role.key], invitation_link_id: row.id, invited_by: row.createdBy },
    },
  );
  await notifyIntegrations(tx, tenant.id, {
    event: "member.joined",
    actor: name,
    target: { id: person.id, name },
  });
}

function refuse(message: string, reason: string): never {
  throw new ConflictError(message, { reason });
}
