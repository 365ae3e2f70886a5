import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { findOwn } from "../connections/own-connection";
import { presentSetupLink } from "./present-setup-link";
import type { SetupLinkAnswer } from "./schema";

/**
 * The link to a connection that works now, without its address.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function getSetupLink(ctx: TenantContext, connectionId: string): Promise<SetupLinkAnswer> {
  ctx.authorize("sso:read");
  return withSystem(async (tx) => {
    await findOwn(tx, ctx, connectionId);
    const row = await tx.ssoSetupLink.findFirst({
      where: { tenantId: ctx.tenant.id, connectionId, revokedAt: null, expiresAt: { gt: new Date() } },
    });
    return { link: row && presentSetupLink(row) };
  });
}
