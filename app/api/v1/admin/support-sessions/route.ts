import { route } from "@/lib/api/route";
import { listSupportSessions } from "@/lib/back-office/support/list-support-sessions";
import {
  adminSupportQuery,
  adminSupportSessionPage,
  startedSupportDto,
  supportWish,
} from "@/lib/back-office/support/schema";
import { startSupportSession } from "@/lib/back-office/support/start-support-session";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/support-sessions",
  summary: "List support sessions",
  tag: "Back-office",
  auth: "staff",
  query: adminSupportQuery,
  response: adminSupportSessionPage,
  handler: ({ ctx, query }) => listSupportSessions(ctx, query),
});

export const POST = route({
  method: "POST",
  path: "/api/v1/admin/support-sessions",
  summary: "Start a support session in a member's place",
  tag: "Back-office",
  auth: "staff",
  body: supportWish,
  response: startedSupportDto,
  status: 201,
  handler: ({ ctx, body }) => startSupportSession(ctx, body),
});
