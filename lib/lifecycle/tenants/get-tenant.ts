import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentTenant } from "./present-tenant";
import type { TenantDto } from "./schema";

/**
 * The workspace of this context.
 * @throws NotFoundError for any other id, known or not; DomainError permission_denied
 */
export async function getTenant(ctx: TenantContext, id: string): Promise<TenantDto> {
  if (id !== ctx.tenant.id) throw new NotFoundError("tenant");
  ctx.authorize("tenant:read");
  const row = await withSystem((tx) => tx.tenant.findUnique({ where: { id } }));
  if (!row) throw new NotFoundError("tenant");
  return presentTenant(row);
}
