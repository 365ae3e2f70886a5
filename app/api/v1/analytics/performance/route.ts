import { route } from "@/lib/api/route";
import { getPerformance } from "@/lib/usage/analytics/get-performance";
import { performanceDto, performanceQuery } from "@/lib/usage/analytics/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/analytics/performance",
  summary: "Read requests, errors, latency percentiles and availability over time",
  tag: "Analytics",
  auth: "tenant",
  permission: "usage:read",
  query: performanceQuery,
  response: performanceDto,
  handler: ({ ctx, query }) => getPerformance(ctx, query),
});
