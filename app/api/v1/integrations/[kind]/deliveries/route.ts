import * as z from "zod";
import { route } from "@/lib/api/route";
import { listDeliveries } from "@/lib/notifications/integrations/list-deliveries";
import { deliveryList, integrationKind } from "@/lib/notifications/integrations/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/integrations/{kind}/deliveries",
  summary: "The last fifty attempts to deliver events",
  tag: "Integrations",
  auth: "tenant",
  permission: "integrations:read",
  params: z.strictObject({ kind: integrationKind }),
  response: deliveryList,
  handler: ({ ctx, params: { kind } }) => listDeliveries(ctx, kind),
});
