import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentRequest } from "./present-request";
import type { SupportRequestDto } from "./schema";

const SHOWN = 50;

/**
 * What our support asked this workspace's admins for, newest first; at most 50.
 * @throws DomainError permission_denied
 */
export async function listSupportRequests(ctx: TenantContext): Promise<SupportRequestDto[]> {
  ctx.authorize("support:read");
  const rows = await withSystem((tx) =>
    tx.supportRequest.findMany({
      where: { tenantId: ctx.tenant.id },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: SHOWN,
    }),
  );
  return rows.map(presentRequest);
}
