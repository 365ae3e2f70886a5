import { route } from "@/lib/api/route";
import { removeTeamMember } from "@/lib/teams/members/remove-team-member";
import { setTeamMemberKind } from "@/lib/teams/members/set-team-member-kind";
import { teamMemberChange, teamMemberDto, teamMemberParams } from "@/lib/teams/schema";

const path = "/api/v1/teams/{id}/members/{user_id}";
const tag = "Teams";

export const PUT = route({
  method: "PUT",
  path,
  summary: "Make somebody in a team its manager, or no longer",
  tag,
  auth: "tenant",
  permission: "teams:lead",
  params: teamMemberParams,
  body: teamMemberChange,
  response: teamMemberDto,
  handler: ({ ctx, params, body }) => setTeamMemberKind(ctx, params.id, params.user_id, body),
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Take somebody out of a team; they stay a member of the workspace",
  tag,
  auth: "tenant",
  permission: "teams:lead",
  params: teamMemberParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await removeTeamMember(ctx, params.id, params.user_id);
    return null;
  },
});
