import "server-only";
import type { TenantContext } from "@/lib/core/context";
import { getTeam } from "../get-team";
import type { TeamRoles } from "../schema";

/**
 * The roles that a team gives its members: its own, and what the teams above hand down.
 * @throws DomainError permission_denied; NotFoundError
 */
export async function listTeamRoles(ctx: TenantContext, id: string): Promise<TeamRoles> {
  ctx.authorize("roles:read");
  const { roles, inherited_roles } = await getTeam(ctx, id);
  return { roles, inherited_roles };
}
