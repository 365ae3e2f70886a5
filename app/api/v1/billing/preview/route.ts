import { route } from "@/lib/api/route";
import { planTerms, previewDto } from "@/lib/billing/schema";
import { previewChange } from "@/lib/billing/subscriptions/preview-change";

export const GET = route({
  method: "GET",
  path: "/api/v1/billing/preview",
  summary: "Preview what a change of plan costs and brings",
  tag: "Billing",
  auth: "tenant",
  permission: "billing:read",
  metered: false,
  rate: { limit: 60, windowSeconds: 60 },
  query: planTerms,
  response: previewDto,
  handler: ({ ctx, query }) => previewChange(ctx, query),
});
