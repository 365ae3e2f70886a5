import { route } from "@/lib/api/route";
import { listTenants } from "@/lib/back-office/tenants/list-tenants";
import { adminTenantPage, adminTenantQuery } from "@/lib/back-office/tenants/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/tenants",
  summary: "List all workspaces",
  tag: "Back-office",
  auth: "staff",
  query: adminTenantQuery,
  response: adminTenantPage,
  handler: ({ ctx, query }) => listTenants(ctx, query),
});
