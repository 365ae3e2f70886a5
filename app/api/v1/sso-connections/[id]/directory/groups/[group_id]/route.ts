import { setGroupRoles } from "@/lib/access/scim/directory/set-group-roles";
import { scimGroupDto, scimGroupParams, scimGroupRoles } from "@/lib/access/scim/schema";
import { route } from "@/lib/api/route";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/sso-connections/{id}/directory/groups/{group_id}",
  summary: "Bind exactly these roles to a group of the directory, and map it to teams",
  tag: "Directory sync",
  auth: "tenant",
  permission: "sso:manage",
  keys: false,
  params: scimGroupParams,
  body: scimGroupRoles,
  response: scimGroupDto,
  handler: ({ ctx, params, body }) => setGroupRoles(ctx, params.id, params.group_id, body),
});
