import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { addMember } from "@/lib/access/members/add-member";
import { type FoundRole, findGrantableRole } from "@/lib/access/roles/find-grantable-role";
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
 * address, and the domain.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held); LimitError reason seat_limit
 * @throws NotFoundError; ConflictError already_decided, requester_changed, domain_not_allowed, membership_suspended
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
  const { email_domains: admitted } = await readPolicy(tenantId);
  const eligible = verdict.decision === "approve" ? await findEligible(tenantId, id) : null;
  return withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    await lockRoles(tx, tenantId);
    await lockSeats(tx, tenantId);
    const request = await lockOpen(tx, tenantId, id);
    const role = verdict.decision === "approve" ? await findGrantableRole(tx, ctx, verdict.role) : null;
    if (role) await letIn(tx, ctx, { request, role, admitted, user: eligible });
    const row = await tx.membershipRequest.update({
      where: { tenantId_id: { tenantId, id } },
      data: {
        status: role ? "approved" : "declined",
        role: role?.key ?? null,
        decidedByName: actorName(ctx.actor).slice(0, 255),
        decidedAt: new Date(),
      },
    });
    await recordEvent(tx, ctx, {
      action: role ? "membership.approved" : "membership.declined",
      target: { type: "membership_request", id, label: request.email },
      after: { email: request.email, role: role?.key ?? null },
    });
    const { locale, name: tenantName, slug } = ctx.tenant;
    await enqueueMail(tx, {
      template: "membership_decided",
      to: request.email,
      locale,
      data: { tenantName, roleName: role ? roleName(role, locale) : null, slug },
    });
    return presentRequest(row);
  });
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
  admitted: readonly string[];
  user: Person | null;
};

async function letIn(
  tx: TenantTx,
  ctx: TenantContext,
  { request, role, admitted, user }: Entry,
): Promise<void> {
  const tenantId = ctx.tenant.id;
  if (!user) {
    throw new ConflictError("This person's address or your domain has changed. Invite them instead.", {
      reason: "requester_changed",
    });
  }
  if (!isAllowedDomain(admitted, user.email)) {
    throw new ConflictError("The security policy admits other e-mail domains only.", {
      reason: "domain_not_allowed",
    });
  }
  const member = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId, userId: user.id } },
    select: { status: true },
  });
  if (member?.status === "active") return;
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
  await recordEvent(tx, ctx, {
    action: "member.joined",
    target: { type: "member", id: user.id, label: `${user.firstName} ${user.lastName}`.trim() || user.email },
    after: { roles: [role.key], membership_request_id: request.id },
  });
}
