import * as z from "zod";
import { route } from "@/lib/api/route";
import { listQuery } from "@/lib/core/list-query";
import { listDeliveries } from "@/lib/notifications/integrations/list-deliveries";
import { deliveryPage, integrationKind } from "@/lib/notifications/integrations/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/integrations/{kind}/deliveries",
  summary: "List attempts to deliver events, newest first",
  tag: "Integrations",
  auth: "tenant",
  permission: "integrations:read",
  params: z.strictObject({ kind: integrationKind }),
  query: listQuery,
  response: deliveryPage,
  handler: ({ ctx, params: { kind }, query }) => listDeliveries(ctx, kind, query),
});
