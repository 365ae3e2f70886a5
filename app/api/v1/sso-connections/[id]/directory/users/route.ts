import { listDirectoryUsers } from "@/lib/access/scim/directory/list-directory-users";
import { scimUserPage } from "@/lib/access/scim/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";
import { listQuery } from "@/lib/core/list-query";

export const GET = route({
  method: "GET",
  path: "/api/v1/sso-connections/{id}/directory/users",
  summary: "People that the directory has brought, newest first",
  tag: "Directory sync",
  auth: "tenant",
  permission: "sso:read",
  params: idParams,
  query: listQuery,
  response: scimUserPage,
  handler: ({ ctx, params, query }) => listDirectoryUsers(ctx, params.id, query),
});
