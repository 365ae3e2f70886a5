import { route } from "@/lib/api/route";
import { checkoutDto, planTerms, subscriptionPage } from "@/lib/billing/schema";
import { listSubscriptions } from "@/lib/billing/subscriptions/list-subscriptions";
import { startCheckout } from "@/lib/billing/subscriptions/start-checkout";
import { listQuery } from "@/lib/core/list-query";

export const GET = route({
  method: "GET",
  path: "/api/v1/subscriptions",
  summary: "List the account's subscriptions",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:read",
  metered: false,
  query: listQuery,
  response: subscriptionPage,
  handler: ({ ctx, query }) => listSubscriptions(ctx, query),
});

export const POST = route({
  method: "POST",
  path: "/api/v1/subscriptions",
  summary: "Start a Checkout for a first subscription",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:manage",
  metered: false,
  rate: { limit: 20, windowSeconds: 60 },
  body: planTerms,
  response: checkoutDto,
  status: 202,
  handler: ({ ctx, body }) => startCheckout(ctx, body),
});
