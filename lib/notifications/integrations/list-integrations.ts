import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentAll } from "./internal";
import type { IntegrationDto } from "./schema";

/**
 * Every kind of integration, with what is set up of it. Secrets are never part of it.
 * @throws DomainError permission_denied
 */
export async function listIntegrations(ctx: TenantContext): Promise<{ data: IntegrationDto[] }> {
  ctx.authorize("integrations:read");
  const rows = await withTenant({ tenantId: ctx.tenant.id }, (tx) => tx.integration.findMany());
  return { data: presentAll(rows, ctx.tenant.entitlements) };
}
