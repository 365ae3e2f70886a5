import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { type FoundRole, findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { lockSeats } from "@/lib/access/seats/claim-seat";
import type { TenantContext } from "@/lib/core/context";
import { DomainError, PermissionError } from "@/lib/core/errors";
import { assertFeature } from "@/lib/entitlements/check-feature";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { readPolicy } from "@/lib/tenancy/policies/read-policy";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import { type InviteMembersInput, type InviteResult, type InviteResults, inviteMembersInput } from "./schema";
import { writeInvitation } from "./write-invitation";

/** Batches an hour and tenant: our name must not become a way to mail strangers. */
const BATCHES_PER_HOUR = 60;

/**
 * Invites people by address, each with a role, and mails them. Every address gets its own result; the answer is the
 * same whether or not the address has an Atrium account.
 * @throws DomainError permission_denied (reasons higher_rank, grants_more_than_held, feature_switched_off for
 * several addresses where that is off), step_up_required (an admin's role or one of high risk), rate_limited, limit_reached (reason seat_limit: nobody is invited then)
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
    await lockRoles(tx, ctx.tenant.id);
    await lockSeats(tx, ctx.tenant.id);
    const inviter = { id: person, name: await nameOf(tx, ctx, person) };
    const roles = new Map<string, FoundRole>();
    const data: InviteResult[] = [];
    for (const { email, role: key } of invitations) {
      const role = roles.get(key) ?? (await findOffered(tx, ctx, key));
      roles.set(key, role);
      data.push(await writeInvitation(tx, ctx, { email, role, inviter, domains }));
    }
    return { data };
  });
}

async function findOffered(tx: TenantTx, ctx: TenantContext, key: string): Promise<FoundRole> {
  const role = await findGrantableRole(tx, ctx, key);
  await assertRecentFor(tx, ctx, [role]);
  return role;
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
