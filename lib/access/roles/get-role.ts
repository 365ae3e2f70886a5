import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { NotFoundError } from "@/lib/core/errors";
import { readRoles } from "./read-roles";
import type { RoleDto } from "./schema";

/**
 * One role of the tenant.
 * @throws DomainError permission_denied
 * @throws NotFoundError
 */
export async function getRole(ctx: TenantContext, id: string): Promise<RoleDto> {
  ctx.authorize("roles:read");
  const role = (await readRoles(ctx)).find((entry) => entry.id === id);
  if (!role) throw new NotFoundError("role");
  return role;
}
