import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { withTenant } from "@/lib/tenancy/with-tenant";
import type { TeamDto } from "./schema";
import { readTeam } from "./team-rows";

/**
 * One team with its place, its roles and those that teams above hand down.
 * @throws DomainError permission_denied
 * @throws NotFoundError
 */
export async function getTeam(ctx: TenantContext, id: string): Promise<TeamDto> {
  ctx.authorize("teams:read");
  return withTenant({ tenantId: ctx.tenant.id }, (tx) => readTeam(tx, ctx, id));
}
