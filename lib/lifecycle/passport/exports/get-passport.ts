import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { withSystem } from "@/lib/tenancy/with-system";
import { presentPassport } from "./internal";
import type { PassportDto } from "./schema";

/**
 * One passport export: how far it is, and what it became.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function getPassport(ctx: TenantContext, id: string): Promise<PassportDto> {
  ctx.authorize("data:export");
  const row = await withSystem((tx) =>
    tx.passportExport.findFirst({ where: { id, tenantId: ctx.tenant.id } }),
  );
  if (!row) throw new NotFoundError("passport");
  return presentPassport(row);
}
