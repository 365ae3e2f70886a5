import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { readRoles } from "./read-roles";
import type { RoleDto } from "./schema";

/**
 * The tenant's roles, strongest first, with what each allows and how many people hold it.
 * @throws DomainError permission_denied
 */
export async function listRoles(ctx: TenantContext): Promise<RoleDto[]> {
  ctx.authorize("roles:read");
  return readRoles(ctx);
}
