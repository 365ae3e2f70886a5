import { route } from "@/lib/api/route";
import { cancelInput, idParams, subscriptionDto } from "@/lib/billing/schema";
import { cancelSubscription } from "@/lib/billing/subscriptions/cancel-subscription";

export const POST = route({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/cancel",
  summary: "Cancel a subscription at the end of its period",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:manage",
  metered: false,
  params: idParams,
  body: cancelInput,
  response: subscriptionDto,
  handler: ({ ctx, params, body }) => cancelSubscription(ctx, { ...body, id: params.id }),
});
