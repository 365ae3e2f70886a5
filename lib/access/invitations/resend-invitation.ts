import "server-only";
import { actorName, actorPerson } from "@/lib/access/actor-person";
import { findGrantableRole } from "@/lib/access/roles/find-grantable-role";
import { assertRecentFor } from "@/lib/access/roles/grants/assert-recent-for";
import { lockRoles } from "@/lib/access/roles/grants/lock-roles";
import { claimSeat, lockSeats } from "@/lib/access/seats/claim-seat";
import { seatLimitOf } from "@/lib/access/seats/seat-limit-of";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError, DomainError, PermissionError } from "@/lib/core/errors";
import { takeRate } from "@/lib/infra/rate/take-rate";
import { type TenantTx, withTenant } from "@/lib/tenancy/with-tenant";
import {
  INVITATION_FIELDS,
  type InvitationRow,
  issueToken,
  lockInvitation,
  mailInvitation,
  presentInvitation,
  statusOf,
} from "./record";
import type { InvitationDto } from "./schema";

const SENDS_PER_DAY = 5;
const RENEWABLE = new Set(["pending", "expired", "bounced"]);

/**
 * Mails a pending, expired or bounced invitation again with a new link that is valid for the full time; the old link dies.
 * Whoever resends vouches for it from then on.
 * @throws DomainError permission_denied, step_up_required, rate_limited (5 a day), limit_reached (reason seat_limit) for an expired one
 * @throws NotFoundError
 * @throws ConflictError reasons invitation_closed, already_invited, already_member
 */
export async function resendInvitation(ctx: TenantContext, id: string): Promise<InvitationDto> {
  ctx.authorize("members:invite");
  const person = actorPerson(ctx.actor);
  if (person === null) throw new PermissionError("members:invite");
  return withTenant({ tenantId: ctx.tenant.id, userId: person }, async (tx) => {
    await lockRoles(tx, ctx.tenant.id);
    await lockSeats(tx, ctx.tenant.id);
    const row = await lockInvitation(tx, ctx.tenant.id, id);
    if (!RENEWABLE.has(row.status)) {
      throw new ConflictError("This invitation is closed. Invite the person anew.", {
        reason: "invitation_closed",
      });
    }
    await assertRecentFor(tx, ctx, [await findGrantableRole(tx, ctx, row.role.key)]);
    // One that has ended gave its seat, and its place as the one open invitation of the address, back.
    if (statusOf(row) !== "pending") {
      await assertAlone(tx, ctx.tenant.id, row);
      const limit = seatLimitOf(ctx.tenant.entitlements);
      await claimSeat(tx, { tenantId: ctx.tenant.id, limit, email: row.email });
    }
    await takeSend(id);
    return presentInvitation(await renew(tx, ctx, row, person));
  });
}

async function assertAlone(tx: TenantTx, tenantId: string, { id, email }: InvitationRow): Promise<void> {
  const other = await tx.invitation.count({ where: { tenantId, email, status: "pending", NOT: { id } } });
  if (other > 0) throw new ConflictError("A newer invitation waits already.", { reason: "already_invited" });
  const member = await tx.membership.count({ where: { tenantId, email, status: { not: "removed" } } });
  if (member > 0) throw new ConflictError("This person is a member already.", { reason: "already_member" });
}

async function takeSend(id: string): Promise<void> {
  const taken = await takeRate(`invite-send:${id}`, SENDS_PER_DAY, 86_400);
  if (taken.allowed) return;
  throw new DomainError("rate_limited", "This invitation was sent often enough today. Try again tomorrow.", {
    retryAfterSeconds: taken.retryAfterSeconds,
  });
}

async function renew(
  tx: TenantTx,
  ctx: TenantContext,
  row: InvitationRow,
  person: string,
): Promise<InvitationRow> {
  const tenantId = ctx.tenant.id;
  const key = { tenantId_id: { tenantId, id: row.id } };
  const old = await tx.invitation.findUniqueOrThrow({ where: key, select: { tokenHash: true } });
  await tx.$queryRaw`select platform.withdraw_token(${old.tokenHash})::text`;
  const { token, hash, expiresAt } = await issueToken(tx);
  const invitedByName = ctx.actor.type === "user" ? actorName(ctx.actor) : row.invitedByName;
  const renewed = await tx.invitation.update({
    where: key,
    data: {
      status: "pending",
      tokenHash: hash,
      expiresAt,
      invitedBy: person,
      invitedByName,
      sends: { increment: 1 },
      lastSentAt: new Date(),
    },
    select: INVITATION_FIELDS,
  });
  await mailInvitation(tx, ctx.tenant, { ...row, invitedByName, expiresAt, token });
  await recordEvent(tx, ctx, {
    action: "invitation.resent",
    target: { type: "invitation", id: row.id, label: row.email },
    after: { expires_at: expiresAt, sends: renewed.sends },
  });
  return renewed as InvitationRow;
}
