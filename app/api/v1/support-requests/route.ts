import { listSupportRequests } from "@/lib/access/support/requests/list-support-requests";
import { supportRequestPage, supportRequestQuery } from "@/lib/access/support/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/support-requests",
  summary: "List what support asked this workspace for",
  tag: "Support access",
  auth: "tenant",
  permission: "support:read",
  query: supportRequestQuery,
  response: supportRequestPage,
  handler: ({ ctx, query }) => listSupportRequests(ctx, query),
});
