import "server-only";
import { lookUpTenant } from "@/lib/access/look-up-request";
import { recordEvent } from "@/lib/audit/record-event";
import { newId } from "@/lib/core/ids";
import { enqueueMail } from "@/lib/notifications/enqueue-mail";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { INVITATION_FIELDS, type InvitationRow } from "./record";

/**
 * Closes a pending invitation whose mail was refused for good, gives its seat back and tells whoever sent it. One that
 * was answered or closed meanwhile stays what it is.
 */
export async function bounceInvitation(tenantId: string, id: string, answer: string): Promise<void> {
  const tenant = await lookUpTenant(tenantId);
  if (!tenant) return;
  await withTenant({ tenantId }, async (tx) => {
    await tx.$queryRaw`select 1 as one from shared.invitations
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`;
    const found = await tx.invitation.findFirst({
      where: { tenantId, id, status: "pending", expiresAt: { gt: new Date() } },
      select: INVITATION_FIELDS,
    });
    if (!found) return;
    const row = found as InvitationRow;
    await tx.invitation.update({
      where: { tenantId_id: { tenantId, id } },
      data: { status: "bounced", bounceReason: answer.slice(0, 200) },
      select: { id: true },
    });
    const actor = { type: "system", name: "Atrium" } as const;
    await recordEvent(
      tx,
      { requestId: newId(), ip: null, userAgent: null, actor, tenant },
      {
        action: "invitation.bounced",
        target: { type: "invitation", id, label: row.email },
        after: { answer },
      },
    );
    const inviter = await tx.membership.findFirst({
      where: { tenantId, userId: row.invitedBy, status: "active" },
      select: { email: true },
    });
    if (!inviter) return;
    await enqueueMail(tx, {
      template: "invitation_bounced",
      to: inviter.email,
      locale: tenant.locale,
      data: { email: row.email, tenantName: tenant.name, slug: tenant.slug },
      dedupeKey: `invitation-bounced:${id}:${row.sends}`,
    });
  });
}
