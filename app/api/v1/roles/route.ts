import * as z from "zod";
import { createRole } from "@/lib/access/roles/custom/create-role";
import { listRoles } from "@/lib/access/roles/list-roles";
import { newRole, roleDto } from "@/lib/access/roles/schema";
import { etagOf } from "@/lib/api/if-match";
import { Reply, route } from "@/lib/api/route";

const path = "/api/v1/roles";
const tag = "Roles";

export const GET = route({
  method: "GET",
  path,
  summary: "List roles with their permissions",
  tag,
  auth: "tenant",
  permission: "roles:read",
  response: z.object({ data: z.array(roleDto) }),
  handler: async ({ ctx }) => ({ data: await listRoles(ctx) }),
});

export const POST = route({
  method: "POST",
  path,
  summary: "Make a role of your own, of permissions that you hold",
  tag,
  auth: "tenant",
  permission: "roles:manage",
  feature: "custom_roles",
  body: newRole,
  response: roleDto,
  handler: async ({ ctx, body }) => {
    const role = await createRole(ctx, body);
    return new Reply(role, { status: 201, headers: etagOf(role.revision) });
  },
});
