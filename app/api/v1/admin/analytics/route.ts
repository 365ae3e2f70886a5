import { route } from "@/lib/api/route";
import { getPlatformAnalytics } from "@/lib/back-office/analytics/get-platform-analytics";
import { adminAnalyticsQuery, platformAnalyticsDto } from "@/lib/back-office/analytics/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/analytics",
  summary: "Read the platform's performance and its noisiest, slowest and most failing workspaces",
  tag: "Back-office",
  auth: "staff",
  query: adminAnalyticsQuery,
  response: platformAnalyticsDto,
  handler: ({ ctx, query }) => getPlatformAnalytics(ctx, query),
});
