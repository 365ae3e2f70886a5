import "server-only";
import { type EventContext, recordEvent } from "@/lib/audit/record-event";
import type { TenantTx } from "@/lib/tenancy/with-tenant";

/**
 * Withdraws what an address is still offered, because its person is a member already: taking it up later must not
 * change what they hold. The caller holds lockSeats().
 */
export async function supersedeInvitation(tx: TenantTx, ctx: EventContext, email: string): Promise<void> {
  const tenantId = ctx.tenant.id;
  const [closed] = await tx.invitation.updateManyAndReturn({
    where: { tenantId, email, status: "pending", expiresAt: { gt: new Date() } },
    data: { status: "revoked" },
    select: { id: true, role: { select: { key: true } } },
  });
  if (!closed) return;
  await recordEvent(tx, ctx, {
    action: "invitation.superseded",
    target: { type: "invitation", id: closed.id, label: email },
    before: { role: closed.role.key },
  });
}
