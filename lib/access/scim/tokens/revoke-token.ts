import "server-only";
import { assertManager, findOwn } from "@/lib/access/single-sign-on/connections/own-connection";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";

/**
 * Ends a token: its next call is answered 401. Revoking it again changes nothing.
 * @throws DomainError permission_denied, feature_unavailable, step_up_required; NotFoundError
 */
export async function revokeToken(ctx: TenantContext, connectionId: string, id: string): Promise<void> {
  assertManager(ctx, { recent: true });
  const tenantId = ctx.tenant.id;
  await withSystem(async (tx) => {
    const connection = await findOwn(tx, ctx, connectionId);
    const where = { tenantId, connectionId, id };
    const row = await tx.scimToken.findFirst({ where, select: { lastFour: true } });
    if (!row) throw new NotFoundError("token");
    const { count } = await tx.scimToken.updateMany({
      where: { ...where, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) return;
    await recordEvent(tx, ctx, {
      action: "scim.token_revoked",
      target: { type: "scim_token", id, label: connection.name },
      before: { connection_id: connectionId, last_four: row.lastFour },
    });
  });
}
