import { route } from "@/lib/api/route";
import { getTenant } from "@/lib/back-office/tenants/get-tenant";
import { adminTenantDetailDto } from "@/lib/back-office/tenants/schema";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/tenants/{id}",
  summary: "Read a workspace with its account, people, limits and history",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  response: adminTenantDetailDto,
  handler: ({ ctx, params }) => getTenant(ctx, params.id),
});
