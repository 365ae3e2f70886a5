import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { readBatch } from "./internal";
import type { BatchDto } from "./schema";

/**
 * How far a list is, and what became of each row.
 * @throws DomainError permission_denied; NotFoundError, also after 30 days
 */
export async function getBatch(ctx: TenantContext, id: string): Promise<BatchDto> {
  ctx.authorize("members:invite");
  return withTenant({ tenantId: ctx.tenant.id }, (tx) => readBatch(tx, ctx.tenant.id, id));
}
