import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { ConflictError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { lockInvitation, statusOf } from "./record";

/**
 * Withdraws a pending invitation; its link says so from then on. Revoking what has ended by itself changes nothing.
 * @throws DomainError permission_denied
 * @throws NotFoundError
 * @throws ConflictError reason invitation_closed when it was accepted or declined
 */
export async function revokeInvitation(ctx: TenantContext, id: string): Promise<void> {
  ctx.authorize("members:invite");
  await withTenant({ tenantId: ctx.tenant.id, userId: actorPerson(ctx.actor) }, async (tx) => {
    const row = await lockInvitation(tx, ctx.tenant.id, id);
    if (row.status === "revoked") return;
    const status = statusOf(row);
    if (status === "expired" || status === "bounced") return;
    if (status !== "pending") {
      throw new ConflictError("This invitation is closed already.", { reason: "invitation_closed" });
    }
    await tx.invitation.update({
      where: { tenantId_id: { tenantId: ctx.tenant.id, id } },
      data: { status: "revoked" },
      select: { id: true },
    });
    await recordEvent(tx, ctx, {
      action: "invitation.revoked",
      target: { type: "invitation", id, label: row.email },
      before: { role: row.role.key },
    });
  });
}
