import { route } from "@/lib/api/route";
import { listBreakdown } from "@/lib/usage/analytics/list-breakdown";
import { breakdownPage, breakdownQuery } from "@/lib/usage/analytics/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/analytics/breakdown",
  summary: "List requests by route, API key or status, the busiest first",
  tag: "Analytics",
  auth: "tenant",
  permission: "usage:read",
  query: breakdownQuery,
  response: breakdownPage,
  handler: ({ ctx, query }) => listBreakdown(ctx, query),
});
