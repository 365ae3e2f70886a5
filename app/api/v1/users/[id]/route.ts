import { getMember } from "@/lib/access/members/get-member";
import { removeMember } from "@/lib/access/members/remove-member";
import { memberChange, memberDto } from "@/lib/access/members/schema";
import { updateMember } from "@/lib/access/members/update-member";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

const path = "/api/v1/users/{id}";
const tag = "Users";

export const GET = route({
  method: "GET",
  path,
  summary: "Get a member",
  tag,
  auth: "tenant",
  permission: "members:read",
  params: idParams,
  response: memberDto,
  handler: ({ ctx, params }) => getMember(ctx, params.id),
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Change a member's role, deactivate or reactivate them",
  tag,
  auth: "tenant",
  permission: "members:update",
  params: idParams,
  body: memberChange,
  response: memberDto,
  handler: ({ ctx, params, body }) => updateMember(ctx, params.id, body),
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Remove a member from the workspace",
  tag,
  auth: "tenant",
  permission: "members:remove",
  params: idParams,
  response: null,
  handler: async ({ ctx, params }) => {
    await removeMember(ctx, params.id);
    return null;
  },
});
