import { listMembershipRequests } from "@/lib/access/join-requests/list-membership-requests";
import { membershipRequestListQuery, membershipRequestPage } from "@/lib/access/join-requests/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/membership-requests",
  summary: "List people who ask to join",
  tag: "Invitations",
  auth: "tenant",
  permission: "members:invite",
  query: membershipRequestListQuery,
  response: membershipRequestPage,
  handler: ({ ctx, query }) => listMembershipRequests(ctx, query),
});
