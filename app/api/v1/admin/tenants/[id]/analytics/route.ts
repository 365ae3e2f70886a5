import { route } from "@/lib/api/route";
import { getTenantAnalytics } from "@/lib/back-office/analytics/get-tenant-analytics";
import { adminAnalyticsQuery, adminTenantAnalyticsDto } from "@/lib/back-office/analytics/schema";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/tenants/{id}/analytics",
  summary: "Read the performance, cost and margin of one workspace",
  tag: "Back-office",
  auth: "staff",
  params: idParams,
  query: adminAnalyticsQuery,
  response: adminTenantAnalyticsDto,
  handler: ({ ctx, params, query }) => getTenantAnalytics(ctx, params.id, query),
});
