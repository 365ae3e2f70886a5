import { route } from "@/lib/api/route";
import { createTeam } from "@/lib/teams/create-team";
import { listTeams } from "@/lib/teams/list-teams";
import { newTeam, teamDto, teamListQuery, teamPage } from "@/lib/teams/schema";

const path = "/api/v1/teams";
const tag = "Teams";

export const GET = route({
  method: "GET",
  path,
  summary: "List teams as a tree: each right after the one it lies below",
  tag,
  auth: "tenant",
  permission: "teams:read",
  query: teamListQuery,
  response: teamPage,
  handler: ({ ctx, query }) => listTeams(ctx, query),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Create a team, at the top or below another",
  tag,
  auth: "tenant",
  permission: "teams:manage",
  body: newTeam,
  response: teamDto,
  status: 201,
  handler: ({ ctx, body }) => createTeam(ctx, body),
});
