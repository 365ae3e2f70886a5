import { route } from "@/lib/api/route";
import { featureFlagDto, featureFlagInput, featureFlagParams } from "@/lib/back-office/features/schema";
import { updateFeatureFlag } from "@/lib/back-office/features/update-feature-flag";

export const PUT = route({
  method: "PUT",
  path: "/api/v1/admin/feature-flags/{feature}",
  summary: "Throw a kill switch or change a roll-out",
  tag: "Back-office",
  auth: "staff",
  params: featureFlagParams,
  body: featureFlagInput,
  response: featureFlagDto,
  handler: ({ ctx, params, body }) => updateFeatureFlag(ctx, params.feature, body),
});
