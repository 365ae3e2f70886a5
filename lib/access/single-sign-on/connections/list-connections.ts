import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import type { SsoConnectionList } from "../schema";
import { presentConnection, WITH_PARTS } from "./own-connection";

/**
 * The workspace's own identity providers, with what each is told of us and its mail domains.
 * @throws DomainError permission_denied
 */
export async function listConnections(ctx: TenantContext): Promise<SsoConnectionList> {
  ctx.authorize("sso:read");
  const rows = await withSystem((tx) =>
    tx.ssoConnection.findMany({
      where: { tenantId: ctx.tenant.id },
      orderBy: { createdAt: "asc" },
      include: WITH_PARTS,
    }),
  );
  return { data: rows.map(presentConnection) };
}
