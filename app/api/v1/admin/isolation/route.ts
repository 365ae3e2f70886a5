import { route } from "@/lib/api/route";
import { getIsolationOverview } from "@/lib/back-office/isolation/get-isolation-overview";
import { isolationOverview } from "@/lib/back-office/isolation/schema";

export const GET = route({
  method: "GET",
  path: "/api/v1/admin/isolation",
  summary: "Show the isolation probes of every cell",
  tag: "Back-office",
  auth: "staff",
  response: isolationOverview,
  handler: ({ ctx }) => getIsolationOverview(ctx),
});
