import { memberDto, memberRoles } from "@/lib/access/members/schema";
import { setMemberRoles } from "@/lib/access/members/set-member-roles";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/users/{id}/roles",
  summary: "Give a member exactly these roles, each for good or until a time",
  tag: "Users",
  auth: "tenant",
  permission: "members:update",
  params: idParams,
  body: memberRoles,
  response: memberDto,
  handler: ({ ctx, params, body }) => setMemberRoles(ctx, params.id, body),
});
