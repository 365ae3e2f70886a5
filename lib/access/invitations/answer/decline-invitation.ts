import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { UserContext } from "@/lib/core/context";
import { ConflictError, PermissionError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { statusOf } from "../record";
import { findInvitationTenant } from "./find-invitation-tenant";
import { lockByToken } from "./lock-by-token";

/**
 * Turns an invitation down for good; the workspace may send a new one. Declining twice is fine.
 * @throws NotFoundError for an unknown or replaced token
 * @throws PermissionError reason wrong_account
 * @throws ConflictError reasons invitation_used, invitation_revoked, invitation_expired, invitation_bounced
 */
export async function declineInvitation(ctx: UserContext, token: string): Promise<void> {
  const { tenant, hash } = await findInvitationTenant(token);
  await withTenant({ tenantId: tenant.id, userId: ctx.actor.userId }, async (tx) => {
    const row = await lockByToken(tx, tenant.id, hash);
    if (row.email !== ctx.actor.email) throw new PermissionError("invitation", { reason: "wrong_account" });
    if (row.status === "declined") return;
    const status = statusOf(row);
    if (status !== "pending") {
      const reason = status === "accepted" ? "invitation_used" : `invitation_${status}`;
      throw new ConflictError("This invitation is closed already.", { reason });
    }
    await tx.invitation.update({
      where: { tenantId_id: { tenantId: tenant.id, id: row.id } },
      data: { status: "declined" },
      select: { id: true },
    });
    await recordEvent(
      tx,
      { ...ctx, tenant },
      {
        action: "invitation.declined",
        target: { type: "invitation", id: row.id, label: row.email },
        before: { role: row.role.key },
      },
    );
  });
}
