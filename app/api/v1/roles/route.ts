import * as z from "zod";
import { listRoles } from "@/lib/access/roles/list-roles";
import { roleDto } from "@/lib/access/roles/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/roles",
  summary: "List roles with their permissions",
  tag: "Roles",
  auth: "tenant",
  permission: "roles:read",
  response: z.object({ data: z.array(roleDto) }),
  handler: async ({ ctx }) => ({ data: await listRoles(ctx) }),
});
