import { route } from "@/lib/api/route";
import { listFeatures } from "@/lib/lifecycle/features/list-features";
import { featureList } from "@/lib/lifecycle/features/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/features",
  summary: "List the features with a switch and what decides over each",
  tag: "Features",
  auth: "tenant",
  permission: "tenant:read",
  response: featureList,
  handler: ({ ctx }) => listFeatures(ctx),
});
