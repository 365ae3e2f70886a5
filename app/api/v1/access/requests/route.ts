import { listAccessRequests } from "@/lib/access/receipts/requests/list-access-requests";
import { accessRequestListQuery, accessRequestPage } from "@/lib/access/receipts/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/access/requests",
  summary: "What members ask for, newest first",
  tag: "Access",
  auth: "tenant",
  permission: "members:update",
  query: accessRequestListQuery,
  response: accessRequestPage,
  handler: ({ ctx, query }) => listAccessRequests(ctx, query),
});
