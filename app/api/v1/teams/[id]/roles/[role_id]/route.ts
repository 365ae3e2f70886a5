import { route } from "@/lib/api/route";
import { takeTeamRole } from "@/lib/teams/roles/take-team-role";
import { teamRoleParams } from "@/lib/teams/schema";

export const DELETE = route({
  method: "DELETE",
  path: "/api/v1/teams/{id}/roles/{role_id}",
  summary: "Take a role from a team",
  tag: "Teams",
  auth: "tenant",
  permission: "teams:roles",
  params: teamRoleParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await takeTeamRole(ctx, params.id, params.role_id);
    return null;
  },
});
