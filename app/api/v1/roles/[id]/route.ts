import { deleteRole } from "@/lib/access/roles/custom/delete-role";
import { updateRole } from "@/lib/access/roles/custom/update-role";
import { getRole } from "@/lib/access/roles/get-role";
import { deleteRoleQuery, roleChange, roleDto } from "@/lib/access/roles/schema";
import { etagOf, revisionOf } from "@/lib/api/if-match";
import { Reply, route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

const path = "/api/v1/roles/{id}";
const tag = "Roles";

export const GET = route({
  method: "GET",
  path,
  summary: "Get a role",
  tag,
  auth: "tenant",
  permission: "roles:read",
  params: idParams,
  response: roleDto,
  handler: async ({ ctx, params }) => {
    const role = await getRole(ctx, params.id);
    return new Reply(role, { headers: etagOf(role.revision) });
  },
});

export const PUT = route({
  method: "PUT",
  path,
  summary: "Change a role of your own; If-Match names the revision you saw, else 412",
  tag,
  auth: "tenant",
  permission: "roles:manage",
  feature: "custom_roles",
  params: idParams,
  body: roleChange,
  response: roleDto,
  handler: async ({ ctx, params, body, request }) => {
    const role = await updateRole(ctx, params.id, body, revisionOf(request));
    return new Reply(role, { headers: etagOf(role.revision) });
  },
});

export const DELETE = route({
  method: "DELETE",
  path,
  summary: "Delete a role of your own; one in use needs the role that its holders get instead",
  tag,
  auth: "tenant",
  permission: "roles:delete",
  params: idParams,
  query: deleteRoleQuery,
  response: null,
  handler: async ({ ctx, params, query }) => {
    await deleteRole(ctx, params.id, query.remap_to ?? null);
    return null;
  },
});
