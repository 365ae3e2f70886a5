import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { giveTeamRole } from "@/lib/teams/roles/give-team-role";
import { listTeamRoles } from "@/lib/teams/roles/list-team-roles";
import { teamDto, teamRolesDto, teamRoleWish } from "@/lib/teams/schema";

const path = "/api/v1/teams/{id}/roles";
const tag = "Teams";

export const GET = route({
  method: "GET",
  path,
  summary: "List the roles that a team gives its members, its own and those from above",
  tag,
  auth: "tenant",
  permission: "teams:read",
  params: idParams,
  response: teamRolesDto,
  handler: ({ ctx, params }) => listTeamRoles(ctx, params.id),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Give a team a role, for good or until a time, for the teams below too or not",
  tag,
  auth: "tenant",
  permission: "teams:roles",
  params: idParams,
  body: teamRoleWish,
  response: teamDto,
  handler: ({ ctx, params, body }) => giveTeamRole(ctx, params.id, body),
});
