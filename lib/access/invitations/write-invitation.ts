import "server-only";
import { claimSeat } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { Actor, RequestInfo, TenantFacts } from "@/lib/core/context";
import { newId } from "@/lib/core/ids";
import { isAllowedDomain } from "@/lib/tenancy/policies/email-domain";
import type { TenantTx } from "@/lib/tenancy/with-tenant";
import { issueToken, mailInvitation } from "./record";
import { type InviteResult, inviteEmail } from "./schema";

export type InvitationWish = {
  email: string;
  role: { id: string; key: string; name: string };
  inviter: { id: string; name: string };
  /** Domains that the security policy admits; empty for all. */
  domains: readonly string[];
  locale?: "en" | "nl";
  name?: string;
};

type Where = RequestInfo & { actor: Actor; tenant: TenantFacts };

/**
 * Invites one address and mails it, unless something stands in the way. The caller holds the seats' lock, and has
 * checked that the inviter may give the role.
 * @throws LimitError reason seat_limit, before anything is written
 */
export async function writeInvitation(tx: TenantTx, ctx: Where, wish: InvitationWish): Promise<InviteResult> {
  const { role, inviter, domains, locale = ctx.tenant.locale, name = "" } = wish;
  const parsed = inviteEmail.safeParse(wish.email);
  if (!parsed.success) return { email: wish.email, result: "invalid", invitation_id: null };
  const email = parsed.data;
  if (!isAllowedDomain(domains, email)) return { email, result: "domain_not_allowed", invitation_id: null };
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
      inviteeName: name,
      roleId: role.id,
      tokenHash: hash,
      locale,
      invitedBy: inviter.id,
      invitedByName: inviter.name,
      expiresAt,
    },
    select: { id: true },
  });
  await mailInvitation(tx, ctx.tenant, {
    id,
    email,
    locale,
    invitedByName: inviter.name,
    expiresAt,
    role,
    token,
  });
  await recordEvent(tx, ctx, {
    action: "invitation.sent",
    target: { type: "invitation", id, label: email },
    after: { email, role: role.key, expires_at: expiresAt, invited_by: inviter.id },
  });
  return { email, result: "invited", invitation_id: id };
}

/** One that expired since the last sweep would stand in the way: a tenant has one pending row an address. */
async function closeExpired(tx: TenantTx, ctx: Where, email: string): Promise<void> {
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
