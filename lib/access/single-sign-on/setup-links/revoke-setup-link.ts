import "server-only";
import { recordEvent } from "@/lib/audit/record-event";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { assertManager, findOwn } from "../connections/own-connection";

/**
 * Ends the link to a connection with its next call; nothing happens where there is none.
 * @throws DomainError permission_denied, feature_unavailable; NotFoundError
 */
export async function revokeSetupLink(ctx: TenantContext, connectionId: string): Promise<void> {
  assertManager(ctx, { recent: false });
  await withSystem(async (tx) => {
    const { name } = await findOwn(tx, ctx, connectionId);
    const { count } = await tx.ssoSetupLink.updateMany({
      where: { tenantId: ctx.tenant.id, connectionId, revokedAt: null },
      data: { revokedAt: new Date() },
    });
    if (count === 0) return;
    await recordEvent(tx, ctx, {
      action: "sso.setup_link_revoked",
      target: { type: "sso_connection", id: connectionId, label: name },
    });
  });
}
