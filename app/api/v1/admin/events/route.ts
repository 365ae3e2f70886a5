import { route } from "@/lib/api/route";
import { listPlatformEvents } from "@/lib/back-office/events/list-platform-events";
import { platformEventPage, platformEventQuery } from "@/lib/back-office/events/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/events",
  summary: "List what happened on the platform",
  tag: "Back-office",
  auth: "staff",
  query: platformEventQuery,
  response: platformEventPage,
  handler: ({ ctx, query }) => listPlatformEvents(ctx, query),
});
