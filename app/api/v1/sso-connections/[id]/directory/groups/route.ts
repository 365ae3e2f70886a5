import { listDirectoryGroups } from "@/lib/access/scim/directory/list-directory-groups";
import { scimGroupPage } from "@/lib/access/scim/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { listQuery } from "@/lib/core/list-query";

export const GET = route({
  method: "GET",
  path: "/api/v1/sso-connections/{id}/directory/groups",
  summary: "Groups that the directory has brought, newest first, with the roles that each gives",
  tag: "Directory sync",
  auth: "tenant",
  permission: "sso:read",
  params: idParams,
  query: listQuery,
  response: scimGroupPage,
  handler: ({ ctx, params, query }) => listDirectoryGroups(ctx, params.id, query),
});
