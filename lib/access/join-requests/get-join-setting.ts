import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withSystem } from "@/lib/tenancy/with-system";
import { provedDomains } from "./proved-domains";
import type { JoinSettingDto } from "./schema";

/**
 * Whether colleagues may ask to join, and with an address in which domains.
 * @throws DomainError permission_denied
 */
export async function getJoinSetting(ctx: TenantContext): Promise<JoinSettingDto> {
  ctx.authorize("members:invite");
  const tenantId = ctx.tenant.id;
  return withSystem(async (tx) => ({
    enabled: (await tx.joinSetting.findUnique({ where: { tenantId } }))?.enabled ?? false,
    domains: await provedDomains(tx, tenantId),
  }));
}
