import { route } from "@/lib/api/route";
import { idParams, subscriptionDto } from "@/lib/billing/schema";
import { resumeSubscription } from "@/lib/billing/subscriptions/resume-subscription";

export const POST = route({
  method: "POST",
  path: "/api/v1/subscriptions/{id}/resume",
  summary: "Take back a cancellation",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:manage",
  metered: false,
  params: idParams,
  response: subscriptionDto,
  handler: ({ ctx, params }) => resumeSubscription(ctx, params),
});
