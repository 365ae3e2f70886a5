import "server-only";
import { actorPerson } from "@/lib/access/actor-person";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withTenant } from "@/lib/tenancy/with-tenant";

/**
 * Ends a link at once. Who joined with it stays. Revoking twice is fine.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function revokeLink(ctx: TenantContext, id: string): Promise<void> {
  ctx.authorize("members:invite");
  const tenantId = ctx.tenant.id;
  await withTenant({ tenantId, userId: actorPerson(ctx.actor) }, async (tx) => {
    const found = await tx.invitationLink.findUnique({
      where: { tenantId_id: { tenantId, id } },
      select: { uses: true, role: { select: { key: true } } },
    });
    if (!found) throw new NotFoundError("link");
    const { count } = await tx.invitationLink.updateMany({
      where: { tenantId, id, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) return;
    await recordEvent(tx, ctx, {
      action: "invitation_link.revoked",
      target: { type: "invitation_link", id },
      before: { role: found.role.key, uses: found.uses },
    });
  });
}
