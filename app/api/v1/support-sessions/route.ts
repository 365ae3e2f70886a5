import { listSupportSessions } from "@/lib/access/support/list-support-sessions";
import { supportSessionPage, supportSessionQuery } from "@/lib/access/support/schema";
import { route } from "@/lib/api/route";

export const GET = route({
  method: "GET",
  path: "/api/v1/support-sessions",
  summary: "List support sessions in this workspace",
  tag: "Support access",
  auth: "tenant",
  permission: "support:read",
  query: supportSessionQuery,
  response: supportSessionPage,
  handler: ({ ctx, query }) => listSupportSessions(ctx, query),
});
