import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { type FoundRole, findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { claimSeat, lockSeats } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, PermissionError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { issueToken, mailInvitation } from "./record";
import {
  type InviteMembersInput,
  type InviteResult,
  type InviteResults,
  inviteEmail,
  inviteMembersInput,
} from "./schema";

/** Batches an hour and tenant: our name must not become a way to mail strangers. */
const BATCHES_PER_HOUR = 60;

type Inviter = { id: string; name: string };

/**
 * Invites people by address, each with a role, and mails them. Every address gets its own result; the answer is the
 * same whether or not the address has an Atrium account.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, feature_switched_off for
 * several addresses where that is off), rate_limited, limit_reached (reason seat_limit: nobody is invited then)
 * @throws ValidationError unknown_role
 */
export async function inviteMembers(ctx: TenantContext, input: InviteMembersInput): Promise<InviteResults> {
  ctx.authorize("members:invite");
  const { invitations } = inviteMembersInput.parse(input);
  if (invitations.length > 1) assertFeature(ctx.tenant.entitlements, "bulk_invitations");
  const person = actorPerson(ctx.actor);
  if (person === null) throw new PermissionError("members:invite");
  await takeBatch(ctx);
  const { email_domains: domains } = await readPolicy(ctx.tenant.id);
  return withTenant({ tenantId: ctx.tenant.id, userId: person }, async (tx) => {
    await lockSeats(tx, ctx.tenant.id);
    const inviter = { id: person, name: await nameOf(tx, ctx, person) };
    const roles = new Map<string, FoundRole>();
    const data: InviteResult[] = [];
    for (const { email, role: key } of invitations) {
      const role = roles.get(key) ?? (await findGrantableRole(tx, ctx, key));
      roles.set(key, role);
      data.push(await inviteOne(tx, ctx, inviter, { email, role, domains }));
    }
    return { data };
  });
}

async function takeBatch(ctx: TenantContext): Promise<void> {
  const taken = await takeRate(`invite:${ctx.tenant.id}`, BATCHES_PER_HOUR, 3600);
  if (taken.allowed) return;
  throw new DomainError("rate_limited", "This workspace sends invitations too fast. Try again later.", {
    retryAfterSeconds: taken.retryAfterSeconds,
  });
}

async function nameOf(tx: TenantTx, ctx: TenantContext, userId: string): Promise<string> {
  const member = await tx.membership.findUnique({
    where: { tenantId_userId: { tenantId: ctx.tenant.id, userId } },
    select: { firstName: true, lastName: true, email: true },
  });
  return `${member?.firstName ?? ""} ${member?.lastName ?? ""}`.trim() || (member?.email ?? "");
}

async function inviteOne(
  tx: TenantTx,
  ctx: TenantContext,
  inviter: Inviter,
  wish: { email: string; role: FoundRole; domains: readonly string[] },
): Promise<InviteResult> {
  const parsed = inviteEmail.safeParse(wish.email);
  if (!parsed.success) return { email: wish.email, result: "invalid", invitation_id: null };
  const email = parsed.data;
  if (!isAllowedDomain(wish.domains, email))
    return { email, result: "domain_not_allowed", invitation_id: null };
  const tenantId = ctx.tenant.id;
  const members = await tx.membership.count({ where: { tenantId, email, status: { not: "removed" } } });
  if (members > 0) return { email, result: "already_member", invitation_id: null };
  await closeExpired(tx, ctx, email);
  const pending = await tx.invitation.findFirst({
    where: { tenantId, email, status: "pending" },
    select: { id: true },
  });
  if (pending) return { email, result: "already_invited", invitation_id: pending.id };
  await claimSeat(tx, { tenantId, limit: seatLimitOf(ctx.tenant.entitlements), email });
  const { token, hash, expiresAt } = await issueToken(tx);
  const id = newId();
  await tx.invitation.create({
    data: {
      tenantId,
      id,
      email,
      roleId: wish.role.id,
      tokenHash: hash,
      locale: ctx.tenant.locale,
      invitedBy: inviter.id,
      invitedByName: inviter.name,
      expiresAt,
    },
    select: { id: true },
  });
  await mailInvitation(tx, ctx.tenant, {
    id,
    email,
    invitedByName: inviter.name,
    expiresAt,
    role: wish.role,
    token,
  });
  await recordEvent(tx, ctx, {
    action: "invitation.sent",
    target: { type: "invitation", id, label: email },
    after: { email, role: wish.role.key, expires_at: expiresAt },
  });
  return { email, result: "invited", invitation_id: id };
}

/** One that expired since the last sweep would stand in the way: a tenant has one pending row an address. */
async function closeExpired(tx: TenantTx, ctx: TenantContext, email: string): Promise<void> {
  const tenantId = ctx.tenant.id;
  const expired = await tx.invitation.findFirst({
    where: { tenantId, email, status: "pending", expiresAt: { lte: new Date() } },
    select: { id: true },
  });
  if (!expired) return;
  await tx.invitation.update({
    where: { tenantId_id: { tenantId, id: expired.id } },
    data: { status: "expired" },
    select: { id: true },
  });
  await recordEvent(tx, ctx, {
    action: "invitation.replaced",
    target: { type: "invitation", id: expired.id, label: email },
  });
}
