import { route } from "@/lib/api/route";
import { getSpend } from "@/lib/billing/invoices/get-spend";
import { spendDto } from "@/lib/billing/schema";
import { performanceQuery } from "@/lib/usage/analytics/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/analytics/spend",
  summary: "Read what the account pays: the subscription's price and what was invoiced",
  tag: "Analytics",
  auth: "tenant",
  permission: "billing:read",
  metered: false,
  query: performanceQuery,
  response: spendDto,
  handler: ({ ctx, query }) => getSpend(ctx, query),
});
