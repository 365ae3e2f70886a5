import { listScimEvents } from "@/lib/access/scim/directory/list-scim-events";
import { scimEventPage, scimEventQuery } from "@/lib/access/scim/schema";
import { route } from "@/lib/api/route";
import { idParams } from "@/lib/core/id-params";

export const GET = route({
  method: "GET",
  path: "/api/v1/sso-connections/{id}/directory/events",
  summary: "What the provider asked for and what came of it, newest first",
  tag: "Directory sync",
  auth: "tenant",
  permission: "sso:read",
  params: idParams,
  query: scimEventQuery,
  response: scimEventPage,
  handler: ({ ctx, params, query }) => listScimEvents(ctx, params.id, query),
});
