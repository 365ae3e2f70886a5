import { route } from "@/lib/api/route";
import { listIntegrations } from "@/lib/notifications/integrations/list-integrations";
import { integrationList } from "@/lib/notifications/integrations/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/integrations",
  summary: "List integrations",
  tag: "Integrations",
  auth: "tenant",
  permission: "integrations:read",
  response: integrationList,
  handler: ({ ctx }) => listIntegrations(ctx),
});
