import "server-only";
import { ssoMethod } from "@/lib/auth/sso/sso-method";
import { withSystem } from "@/lib/tenancy/with-system";
import type { ScimContext } from "../context";

/**
 * Ends the sessions that a person has through this workspace's providers, for good: they do not come back to life with
 * the membership. Other sessions are nobody's here while the membership is not active, which every request checks.
 */
export async function endOwnSessions(ctx: ScimContext, userId: string): Promise<void> {
  await withSystem(async (tx) => {
    const connections = await tx.ssoConnection.findMany({
      where: { tenantId: ctx.tenant.id },
      select: { id: true },
    });
    await tx.session.updateMany({
      where: { userId, revokedAt: null, method: { in: connections.map(({ id }) => ssoMethod(id)) } },
      data: { revokedAt: new Date() },
    });
  });
}
