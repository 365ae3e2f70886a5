import { route } from "@/lib/api/route";
import { listPlans } from "@/lib/billing/list-plans";
import { planList } from "@/lib/billing/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/plans",
  summary: "List the plans on sale",
  tag: "Billing",
  auth: "public",
  response: planList,
  handler: async () => listPlans(),
});
