import { route } from "@/lib/api/route";
import { listActiveMembers } from "@/lib/usage/analytics/list-active-members";
import { activeMembersPage, membersQuery } from "@/lib/usage/analytics/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/analytics/active-members",
  summary: "List daily, weekly and monthly active members by UTC day",
  tag: "Analytics",
  auth: "tenant",
  permission: "usage:read",
  query: membersQuery,
  response: activeMembersPage,
  handler: ({ ctx, query }) => listActiveMembers(ctx, query),
});
