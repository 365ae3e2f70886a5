import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { supersedeInvitation } from "@/lib/access/invitations/supersede-invitation";
import { addMember } from "@/lib/access/members/add-member";
import { type FoundRole, findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { roleName } from "@/lib/access/roles/role-name";
import { lockSeats } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, NotFoundError } from "@/lib/core/errors";
import type { MembershipRequestModel } from "@/lib/infra/prisma/generated/models/MembershipRequest";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { domainOf, isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { withSystem } from "@/lib/tenancy/with-system";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { presentRequest } from "./internal";
import { provedDomains } from "./proved-domains";
import { type MembershipRequestDto, type MembershipVerdict, membershipVerdict } from "./schema";

/**
 * Lets a person in with a role, or declines. Mails them the answer. What made them eligible is asked again: the proved
 * address, and the domain. The request of somebody who came in another way meanwhile is closed, and nothing changes.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held), step_up_required; LimitError reason seat_limit
 * @throws NotFoundError; ConflictError already_decided, requester_changed, domain_not_allowed, request_needs_sso,
 *   membership_suspended
 * @throws ValidationError unknown_role
 */
export async function decideMembershipRequest(
  ctx: TenantContext,
  id: string,
  input: MembershipVerdict,
): Promise<MembershipRequestDto> {
  ctx.authorize("members:invite");
  const verdict = membershipVerdict.parse(input);
  const tenantId = ctx.tenant.id;
  const { email_domains: admitted, sso } = await readPolicy(tenantId);
  const eligible = verdict.decision === "approve" ? await findEligible(tenantId, id) : null;
  return withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    await lockRoles(tx, tenantId);
    await lockSeats(tx, tenantId);
    const request = await lockOpen(tx, tenantId, id);
    if (await isMember(tx, tenantId, request.userId)) return close(tx, ctx, request);
    const role = verdict.decision === "approve" ? await findGrantableRole(tx, ctx, verdict.role) : null;
    if (role) await assertRecentFor(tx, ctx, [role]);
    const rules = { admitted, byProviderOnly: sso.required };
    if (role) await letIn(tx, ctx, { request, role, rules, user: eligible });
    return answer(tx, ctx, request, role);
  });
}

/** They came in another way: there is nothing left to answer. */
async function close(
  tx: TenantTx,
  ctx: TenantContext,
  { id, email }: MembershipRequestModel,
): Promise<MembershipRequestDto> {
  const row = await settle(tx, ctx, id, { status: "closed" });
  await recordEvent(tx, ctx, {
    action: "membership.closed",
    target: { type: "membership_request", id, label: email },
    after: { email },
  });
  return presentRequest(row);
}

async function answer(
  tx: TenantTx,
  ctx: TenantContext,
  { id, email }: MembershipRequestModel,
  role: FoundRole | null,
): Promise<MembershipRequestDto> {
  const row = await settle(tx, ctx, id, {
    status: role ? "approved" : "declined",
    role: role?.key ?? null,
  });
  await recordEvent(tx, ctx, {
    action: role ? "membership.approved" : "membership.declined",
    target: { type: "membership_request", id, label: email },
    after: { email, role: role?.key ?? null },
  });
  const { locale, name: tenantName, slug } = ctx.tenant;
  await enqueueMail(tx, {
    template: "membership_decided",
    to: email,
    locale,
    data: { tenantName, roleName: role ? roleName(role, locale) : null, slug },
  });
  return presentRequest(row);
}

function settle(
  tx: TenantTx,
  ctx: TenantContext,
  id: string,
  end: { status: MembershipRequestDto["status"]; role?: string | null },
): Promise<MembershipRequestModel> {
  return tx.membershipRequest.update({
    where: { tenantId_id: { tenantId: ctx.tenant.id, id } },
    data: {
      ...end,
      decidedBy: actorPerson(ctx.actor),
      decidedByName: actorName(ctx.actor).slice(0, 255),
      decidedAt: new Date(),
    },
  });
}

async function isMember(tx: TenantTx, tenantId: string, userId: string): Promise<boolean> {
  return (await tx.membership.count({ where: { tenantId, userId, status: "active" } })) > 0;
}

type Person = { id: string; email: string; firstName: string; lastName: string };

/** Who asked, while their proved address is still the one they asked with, in a domain that is still proved. */
async function findEligible(tenantId: string, id: string): Promise<Person | null> {
  const request = await withTenant({ tenantId }, (tx) =>
    tx.membershipRequest.findUnique({ where: { tenantId_id: { tenantId, id } } }),
  );
  if (!request) return null;
  return withSystem(async (tx) => {
    const user = await tx.user.findUnique({
      where: { id: request.userId },
      select: { id: true, email: true, firstName: true, lastName: true, emailVerifiedAt: true },
    });
    const isSame = user?.emailVerifiedAt && user.email === request.email;
    if (!user || !isSame) return null;
    return (await provedDomains(tx, tenantId)).includes(domainOf(user.email)) ? user : null;
  });
}

async function lockOpen(tx: TenantTx, tenantId: string, id: string): Promise<MembershipRequestModel> {
  await tx.$queryRaw`select 1 as one from shared.membership_requests
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
  const request = await tx.membershipRequest.findUnique({ where: { tenantId_id: { tenantId, id } } });
  if (!request) throw new NotFoundError("request");
  if (request.status === "pending") return request;
  throw new ConflictError("This request was answered already.", { reason: "already_decided" });
}

type Entry = {
  request: MembershipRequestModel;
  role: FoundRole;
  rules: { admitted: readonly string[]; byProviderOnly: boolean };
  user: Person | null;
};

async function letIn(tx: TenantTx, ctx: TenantContext, { request, role, rules, user }: Entry): Promise<void> {
  const tenantId = ctx.tenant.id;
  if (!user) {
    throw new ConflictError("This person's address or your domain has changed. Invite them instead.", {
      reason: "requester_changed",
    });
  }
  if (!isAllowedDomain(rules.admitted, user.email)) {
    throw new ConflictError("The security policy admits other e-mail domains only.", {
      reason: "domain_not_allowed",
    });
  }
  if (rules.byProviderOnly) {
    throw new ConflictError("This workspace takes people through single sign-on only.", {
      reason: "request_needs_sso",
    });
  }
  const member = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId, userId: user.id } },
    select: { status: true },
  });
  if (member?.status === "suspended") {
    throw new ConflictError("This person is deactivated.", { reason: "membership_suspended" });
  }
  await addMember(tx, {
    tenantId,
    user,
    role,
    source: "invite",
    createdBy: actorPerson(ctx.actor),
    seatLimit: seatLimitOf(ctx.tenant.entitlements),
  });
  await supersedeInvitation(tx, ctx, user.email);
  await recordEvent(tx, ctx, {
    action: "member.joined",
    target: { type: "member", id: user.id, label: `${user.firstName} ${user.lastName}`.trim() || user.email },
    after: { roles: [role.key], membership_request_id: request.id },
  });
}
