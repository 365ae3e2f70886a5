import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { deleteTeam } from "@/lib/teams/delete-team";
import { getTeam } from "@/lib/teams/get-team";
import { deleteTeamQuery, teamChange, teamDto } from "@/lib/teams/schema";
import { updateTeam } from "@/lib/teams/update-team";

const path = "/api/v1/teams/{id}";
const tag = "Teams";

export const GET = route({
  method: "GET",
  path,
  summary: "Read a team with its roles and those that teams above hand down",
  tag,
  auth: "tenant",
  permission: "teams:read",
  params: idParams,
  response: teamDto,
  handler: ({ ctx, params }) => getTeam(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Rename, describe or move a team; it moves with everything below it",
  tag,
  auth: "tenant",
  permission: "teams:manage",
  params: idParams,
  body: teamChange,
  response: teamDto,
  handler: ({ ctx, params, body }) => updateTeam(ctx, params.id, body),
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Delete a team; teams below it have to be moved first, or up with it",
  tag,
  auth: "tenant",
  permission: "teams:manage",
  params: idParams,
  query: deleteTeamQuery,
  response: null,
  handler: async ({ ctx, params, query }) => {
    await deleteTeam(ctx, params.id, query);
    return null;
  },
});
