import { route } from "@/lib/api/route";
import { featureDto, featureParams, setFeatureInput } from "@/lib/lifecycle/features/schema";
import { setFeature } from "@/lib/lifecycle/features/set-feature";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/features/{feature}",
  summary: "Turn a feature on or off for this workspace",
  tag: "Features",
  auth: "tenant",
  permission: "features:update",
  params: featureParams,
  body: setFeatureInput,
  response: featureDto,
  handler: ({ ctx, params, body }) => setFeature(ctx, params.feature, body),
});
