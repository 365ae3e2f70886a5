import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { Prisma } from "@/lib/infra/prisma/generated/client";
import { withTenant } from "@/lib/tenancy/with-tenant";
import { presentServiceAccount, selectServiceAccounts } from "./account-rows";
import type { ServiceAccountDto } from "./schema";

/**
 * One service account of the tenant.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function getServiceAccount(ctx: TenantContext, id: string): Promise<ServiceAccountDto> {
  ctx.authorize("service_accounts:read");
  const [row] = await withTenant({ tenantId: ctx.tenant.id }, (tx) =>
    selectServiceAccounts(tx, ctx.tenant.id, Prisma.sql`s.id = ${id}::uuid`, 1),
  );
  if (!row) throw new NotFoundError("service account");
  return presentServiceAccount(row);
}
