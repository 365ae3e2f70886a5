import { route } from "@/lib/api/route";
import { listFeatureFlags } from "@/lib/back-office/features/list-feature-flags";
import { featureFlagList } from "@/lib/back-office/features/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/feature-flags",
  summary: "List kill switches and roll-outs, with how many workspaces each reaches",
  tag: "Back-office",
  auth: "staff",
  response: featureFlagList,
  handler: ({ ctx }) => listFeatureFlags(ctx),
});
