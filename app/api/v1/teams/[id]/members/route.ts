import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { listQuery } from "@/lib/core/list-query";
import { addTeamMember } from "@/lib/teams/members/add-team-member";
import { listTeamMembers } from "@/lib/teams/members/list-team-members";
import { newTeamMember, teamMemberDto, teamMemberPage } from "@/lib/teams/schema";

const path = "/api/v1/teams/{id}/members";
const tag = "Teams";

export const GET = route({
  method: "GET",
  path,
  summary: "List who is in a team, newest first",
  tag,
  auth: "tenant",
  permission: "teams:read",
  params: idParams,
  query: listQuery,
  response: teamMemberPage,
  handler: ({ ctx, params, query }) => listTeamMembers(ctx, params.id, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Put a member of the workspace into a team: they hold its roles at once",
  tag,
  auth: "tenant",
  permission: "teams:lead",
  params: idParams,
  body: newTeamMember,
  response: teamMemberDto,
  status: 201,
  handler: ({ ctx, params, body }) => addTeamMember(ctx, params.id, body),
});
