import { route } from "@/lib/api/route";
import { changeInput, idParams, subscriptionDto } from "@/lib/billing/schema";
import { changeSubscription } from "@/lib/billing/subscriptions/change-subscription";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/subscriptions/{id}",
  summary: "Change the plan or interval of a subscription",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:manage",
  metered: false,
  rate: { limit: 20, windowSeconds: 60 },
  params: idParams,
  body: changeInput,
  response: subscriptionDto,
  handler: ({ ctx, params, body }) => changeSubscription(ctx, { ...body, id: params.id }),
});
