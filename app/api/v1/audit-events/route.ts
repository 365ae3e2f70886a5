import { route } from "@/lib/api/route";
import { listEvents } from "@/lib/audit/list-events";
import { auditEventPage, auditEventQuery } from "@/lib/audit/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/audit-events",
  summary: "List what happened in the workspace",
  tag: "Audit",
  auth: "tenant",
  permission: "audit:read",
  query: auditEventQuery,
  response: auditEventPage,
  handler: ({ ctx, query }) => listEvents(ctx, query),
});
